/* SPDX-License-Identifier: Apache-2.0 */
#include "common/utc.h"

#include <string.h>

#include "common/decimal.h"

#define SECOND_NS UINT64_C(1000000000)
#define DAY_S     86400

/*
 * Years are counted from March on, so that a leap day ends one (the way of
 * H. F. Fliegel and T. C. Van Flandern, Communications of the ACM 11, 1968).
 */
#define MARCH_OF_0000  719468 /* days from there to 1970 */
#define DAYS_400_YEARS 146097
#define DAYS_4_YEARS   1461
#define DAYS_5_MONTHS  153 /* again and again, from March on */

static char *
put_date(char *at, uint32_t days)
{
	uint32_t day = days + MARCH_OF_0000, century, year, month;

	century = (4 * day + 3) / DAYS_400_YEARS;
	day -= century * DAYS_400_YEARS / 4;
	year = (4 * day + 3) / DAYS_4_YEARS;
	day -= year * DAYS_4_YEARS / 4;
	month = (5 * day + 2) / DAYS_5_MONTHS;
	day -= (month * DAYS_5_MONTHS + 2) / 5;
	year += 100 * century + (month >= 10);
	at = decimal_put_padded(at, year, 4);
	*at++ = '-';
	at = decimal_put_padded(at, month < 10 ? month + 3 : month - 9, 2);
	*at++ = '-';
	return decimal_put_padded(at, day + 1, 2);
}

static void
write_second(struct utc_second *out, uint64_t s)
{
	uint32_t of_day = (uint32_t)(s % DAY_S);
	char *at = put_date(out->text, (uint32_t)(s / DAY_S));

	*at++ = 'T';
	at = decimal_put_padded(at, of_day / 3600, 2);
	*at++ = ':';
	at = decimal_put_padded(at, of_day / 60 % 60, 2);
	*at++ = ':';
	at = decimal_put_padded(at, of_day % 60, 2);
	*at = '.';
	out->after = s + 1;
}

char *
utc_put_near(char *at, uint64_t unix_ns, struct utc_second *last)
{
	uint64_t s = unix_ns / SECOND_NS;

	if (last->after != s + 1)
		write_second(last, s);
	memcpy(at, last->text, UTC_SECOND_OCTETS);
	at = decimal_put_padded(at + UTC_SECOND_OCTETS,
	    (uint32_t)(unix_ns - s * SECOND_NS) / 1000, 6);
	*at++ = 'Z';
	return at;
}

char *
utc_put(char *at, uint64_t unix_ns)
{
	struct utc_second none = { 0 };

	return utc_put_near(at, unix_ns, &none);
}
