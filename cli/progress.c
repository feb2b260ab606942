/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include <sys/ioctl.h>

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NS     1000000000U
#define WARM_UP_S     5
#define TERMINAL_COLS 80
#define BAR_CELLS     20
#define WORD_SIZE     32

/* Text that grows in a buffer and is cut where that ends. */
struct text {
	char *buf;
	size_t size, len;
};

static void
add(struct text *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void
add(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(t->buf + t->len, t->size - t->len, fmt, ap);
	va_end(ap);
	if (n > 0)
		t->len += (size_t)n;
	if (t->len >= t->size)
		t->len = t->size - 1;
}

/* Counters only grow; should one not, the difference is 0. */
static uint64_t
difference(uint64_t now, uint64_t before)
{
	return now > before ? now - before : 0;
}

static double
per_second(uint64_t n, uint64_t ns)
{
	return ns == 0 ? 0 : (double)n * SECOND_NS / (double)ns;
}

/* A rate in up to six characters, ready for its unit: "118 ", "4.90 K". */
static const char *
rate_word(double rate, char buf[static WORD_SIZE])
{
	static const char units[] = " KMGTPEZ";
	unsigned unit = 0;
	int digits;

	while (rate >= 999.5 && unit < sizeof(units) - 2) {
		rate /= 1000;
		unit++;
	}
	digits = rate < 9.995 ? 2 : rate < 99.95;
	if (unit == 0)
		digits = 0;
	(void)snprintf(
	    buf, WORD_SIZE, "%.*f %.*s", digits, rate, unit > 0, &units[unit]);
	return buf;
}

/* "0:05", "1:02:03", "3d04h". */
static const char *
time_word(uint64_t s, char buf[static WORD_SIZE])
{
	if (s < 3600)
		(void)snprintf(
		    buf, WORD_SIZE, "%" PRIu64 ":%02" PRIu64, s / 60, s % 60);
	else if (s < 86400)
		(void)snprintf(buf, WORD_SIZE,
		    "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64, s / 3600,
		    s / 60 % 60, s % 60);
	else
		(void)snprintf(buf, WORD_SIZE, "%" PRIu64 "d%02" PRIu64 "h",
		    s / 86400, s / 3600 % 24);
	return buf;
}

/* 100 is only said of the whole. */
static unsigned
percent(uint64_t part, uint64_t whole)
{
	uint64_t n;

	if (part >= whole)
		return 100;
	n = whole > UINT64_MAX / 100 ? part / (whole / 100)
				     : part * 100 / whole;
	return n < 99 ? (unsigned)n : 99;
}

int64_t
progress_left_s(const struct progress *p)
{
	uint64_t left = difference(p->total, p->done);
	double s;

	if (p->total == 0 || p->elapsed_ns < WARM_UP_S * (uint64_t)SECOND_NS)
		return -1;
	if (left == 0)
		return 0;
	if (p->done == 0)
		return -1;
	s = (double)p->elapsed_ns / SECOND_NS * (double)left / (double)p->done;
	return s < 1e9 ? (int64_t)(s + 0.5) : -1;
}

static void
add_rates(struct text *t, uint64_t now, uint64_t before, uint64_t all_ns,
    uint64_t interval_ns, const char *unit)
{
	char last[WORD_SIZE], mean[WORD_SIZE];

	add(t, " %s%s (%s%s avg)",
	    rate_word(per_second(difference(now, before), interval_ns), last),
	    unit, rate_word(per_second(now, all_ns), mean), unit);
}

static void
add_hit_rate(struct text *t, const struct progress *p)
{
	if (p->settled == 0)
		add(t, "-");
	else
		add(t, "%u%%", percent(p->hits, p->settled));
}

size_t
progress_line(const struct progress *now, const struct progress *before,
    char buf[static PROGRESS_LINE_SIZE])
{
	uint64_t all = now->elapsed_ns;
	uint64_t interval = difference(all, before->elapsed_ns);
	struct text t = { .buf = buf, .size = PROGRESS_LINE_SIZE };
	int64_t left = progress_left_s(now);
	char word[WORD_SIZE], unit[WORD_SIZE];

	(void)snprintf(
	    unit, sizeof(unit), "%s/s", now->unit != NULL ? now->unit : "dom");
	add(&t, "%s", time_word(all / SECOND_NS, word));
	if (now->total > 0)
		add(&t, " %u%%", percent(now->done, now->total));
	if (left >= 0)
		add(&t, " (%s left)", time_word((uint64_t)left, word));
	add(&t, "; done: %" PRIu64, now->done);
	if (now->total > 0)
		add(&t, "/%" PRIu64, now->total);
	add_rates(&t, now->done, before->done, all, interval, unit);
	add(&t, "; sent: %" PRIu64, now->sent);
	add_rates(&t, now->sent, before->sent, all, interval, "p/s");
	add(&t, "; recv: %" PRIu64, now->received);
	add_rates(&t, now->received, before->received, all, interval, "p/s");
	add(&t, "; hitrate: ");
	add_hit_rate(&t, now);
	add(&t, "; drops: %" PRIu64, now->dropped);
	if (now->send_failed > 0)
		add(&t, "; not sent: %" PRIu64, now->send_failed);
	if (now->sent_rst > 0)
		add(&t, "; RSTs: %" PRIu64, now->sent_rst);
	return t.len;
}

/* Writes part number I of the bar, from the most important to the least. */
static void
bar_part(const struct progress *now, const struct progress *before, unsigned i,
    struct text *t)
{
	uint64_t interval = difference(now->elapsed_ns, before->elapsed_ns);
	unsigned done = percent(now->done, now->total), j;
	int64_t left = progress_left_s(now);
	char word[WORD_SIZE];

	switch (i) {
	case 0:
		add(t, "%s", time_word(now->elapsed_ns / SECOND_NS, word));
		break;
	case 1:
		if (now->total > 0)
			add(t, " %u%%", done);
		break;
	case 2:
		if (left >= 0)
			add(t, " %s left", time_word((uint64_t)left, word));
		break;
	case 3:
		add(t, " %" PRIu64, now->done);
		if (now->total > 0)
			add(t, "/%" PRIu64, now->total);
		break;
	case 4:
		add(t, " %sp/s",
		    rate_word(per_second(difference(now->sent, before->sent),
				  interval),
			word));
		break;
	case 5:
		add(t, " hits ");
		add_hit_rate(t, now);
		break;
	case 6:
		if (now->dropped > 0)
			add(t, " drops %" PRIu64, now->dropped);
		break;
	default:
		if (now->total == 0)
			break;
		add(t, " [");
		for (j = 0; j < BAR_CELLS; j++)
			add(t, "%c", j < done * BAR_CELLS / 100 ? '#' : '.');
		add(t, "]");
		break;
	}
}

size_t
progress_bar(const struct progress *now, const struct progress *before,
    unsigned width, char buf[static PROGRESS_LINE_SIZE])
{
	size_t room = width > PROGRESS_BAR_MAX ? PROGRESS_BAR_MAX
	    : width > 0                        ? width - 1
					       : 0;
	struct text t = { .buf = buf, .size = PROGRESS_LINE_SIZE };
	size_t kept;
	unsigned i;

	buf[0] = '\0';
	for (i = 0; i < 8; i++) {
		kept = t.len;
		bar_part(now, before, i, &t);
		if (t.len > room) {
			t.len = kept;
			buf[kept] = '\0';
		}
	}
	return t.len;
}

size_t
progress_csv_header(char buf[static PROGRESS_LINE_SIZE])
{
	struct text t = { .buf = buf, .size = PROGRESS_LINE_SIZE };

	add(&t,
	    "real-time,time-elapsed,time-remaining,percent-complete,"
	    "hit-rate,done,total,in-flight,sent-total,sent-last-one-sec,"
	    "sent-avg-per-sec,recv-total,recv-last-one-sec,"
	    "recv-avg-per-sec,drop-total,drop-last-one-sec,"
	    "drop-avg-per-sec,send-fail-total,rst-total");
	return t.len;
}

static void
add_csv_counter(struct text *t, uint64_t now, uint64_t before, uint64_t all_ns,
    uint64_t interval_ns)
{
	add(t, ",%" PRIu64 ",%.0f,%.0f", now,
	    per_second(difference(now, before), interval_ns),
	    per_second(now, all_ns));
}

size_t
progress_csv(const struct progress *now, const struct progress *before,
    char buf[static PROGRESS_LINE_SIZE])
{
	uint64_t all = now->elapsed_ns;
	uint64_t interval = difference(all, before->elapsed_ns);
	struct text t = { .buf = buf, .size = PROGRESS_LINE_SIZE };
	time_t seconds = (time_t)(now->unix_ns / SECOND_NS);
	int64_t left = progress_left_s(now);
	char stamp[WORD_SIZE] = "";
	struct tm tm;

	if (gmtime_r(&seconds, &tm) != NULL)
		(void)strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", &tm);
	add(&t, "%s,%" PRIu64 ",", stamp, all / SECOND_NS);
	if (left >= 0)
		add(&t, "%" PRId64, left);
	add(&t, ",");
	if (now->total > 0)
		add(&t, "%u", percent(now->done, now->total));
	add(&t, ",");
	if (now->settled > 0)
		add(&t, "%u", percent(now->hits, now->settled));
	add(&t, ",%" PRIu64 ",", now->done);
	if (now->total > 0)
		add(&t, "%" PRIu64, now->total);
	add(&t, ",%" PRIu64, now->in_flight);
	add_csv_counter(&t, now->sent, before->sent, all, interval);
	add_csv_counter(&t, now->received, before->received, all, interval);
	add_csv_counter(&t, now->dropped, before->dropped, all, interval);
	add(&t, ",%" PRIu64 ",%" PRIu64, now->send_failed, now->sent_rst);
	return t.len;
}

void
progress_printer_init(struct progress_printer *p, FILE *out, FILE *csv)
{
	char line[PROGRESS_LINE_SIZE];

	*p = (struct progress_printer){ .out = out, .csv = csv };
	p->terminal = out != NULL && isatty(fileno(out)) == 1;
	if (csv != NULL) {
		(void)progress_csv_header(line);
		(void)fprintf(csv, "%s\n", line);
		(void)fflush(csv);
	}
}

static unsigned
terminal_width(FILE *f)
{
	struct winsize size;

	if (ioctl(fileno(f), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return TERMINAL_COLS;
	return size.ws_col;
}

void
progress_print(struct progress_printer *p, const struct progress *now)
{
	char line[PROGRESS_LINE_SIZE];
	size_t len;

	if (p->out != NULL && p->terminal) {
		len =
		    progress_bar(now, &p->before, terminal_width(p->out), line);
		/* Spaces wipe what a longer bar left. */
		(void)fprintf(p->out, "\r%-*s", (int)p->drawn, line);
		p->drawn = len;
	} else if (p->out != NULL) {
		(void)progress_line(now, &p->before, line);
		(void)fprintf(p->out, "%s\n", line);
	}
	if (p->out != NULL)
		(void)fflush(p->out);
	if (p->csv != NULL) {
		(void)progress_csv(now, &p->before, line);
		(void)fprintf(p->csv, "%s\n", line);
		(void)fflush(p->csv);
	}
	p->before = *now;
}

void
progress_clear(struct progress_printer *p)
{
	if (p->drawn == 0)
		return;
	(void)fprintf(p->out, "\r%*s\r", (int)p->drawn, "");
	(void)fflush(p->out);
	p->drawn = 0;
}
