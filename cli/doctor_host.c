/* SPDX-License-Identifier: Apache-2.0 */
/* The host itself: rights, ports, connection tracking, the capture ring. */
#include <sys/resource.h>

#include <linux/capability.h>

#include <inttypes.h>

#include "cli/doctor.h"
#include "prober/loop.h"

#define CONNTRACK "/proc/sys/net/netfilter/nf_conntrack_"
#define FULL      4 /* a table is nearly full above (FULL - 1) / FULL */

/* Reads the effective capabilities; false if the kernel does not tell. */
static bool
effective_capabilities(uint64_t *out)
{
	FILE *f = fopen("/proc/self/status", "re");
	bool found = false;
	char line[256];

	if (f == NULL)
		return false;
	while (!found && fgets(line, sizeof(line), f) != NULL)
		found = sscanf(line, "CapEff: %" SCNx64, out) == 1;
	(void)fclose(f);
	return found;
}

static bool
has(uint64_t set, unsigned capability)
{
	return (set >> capability & 1) != 0;
}

void
doctor_capabilities(struct doctor *d)
{
	uint64_t set = 0;

	if (!effective_capabilities(&set)) {
		doctor_say(d, DOCTOR_WARN, "capabilities",
		    "mount /proc, or ignore this if the rest is ok",
		    "the kernel does not tell them");
		return;
	}
	if (has(set, CAP_NET_RAW))
		doctor_say(d, DOCTOR_OK, "CAP_NET_RAW", NULL,
		    "packets can be sent and captured");
	else
		doctor_say(d, DOCTOR_FAIL, "CAP_NET_RAW",
		    "run as root, or give the program cap_net_raw with setcap",
		    "missing: no packet can be sent or captured");
	if (has(set, CAP_NET_ADMIN))
		doctor_say(d, DOCTOR_OK, "CAP_NET_ADMIN", NULL,
		    "gateways can be looked for and confirmed");
	else
		doctor_say(d, DOCTOR_WARN, "CAP_NET_ADMIN",
		    "run as root, or give the program cap_net_admin too",
		    "missing: a gateway that changes or dies is noticed later");
}

/* Those of a scan are tried and given back; the doctor keeps a few. */
void
doctor_ports(struct doctor *d)
{
	static const char advice[] =
	    "raise the limit on open files (ulimit -Hn), or stop other probers";
	struct rlimit limit = { 0 };
	struct error err;
	struct ports ports;

	if (ports_open(&ports, d->setup.worker.n_ports, loop_now_ns(), &err) !=
	    STATUS_OK) {
		doctor_say(
		    d, DOCTOR_FAIL, "source ports", advice, "%s", err.text);
		return;
	}
	(void)getrlimit(RLIMIT_NOFILE, &limit);
	doctor_say(d, DOCTOR_OK, "source ports", NULL,
	    "%u can be had, from %u on; %llu files may be open", ports.n,
	    ports.first, (unsigned long long)limit.rlim_max);
	ports_close(&ports);
	d->ready = trials_open(&d->trials, d->setup.guard, &err) == STATUS_OK;
	if (!d->ready)
		trials_close(&d->trials);
}

/* Reads one number of connection tracking; false where there is none. */
static bool
conntrack(const char *path, unsigned long *out)
{
	FILE *f = fopen(path, "re");
	bool found;

	if (f == NULL)
		return false;
	found = fscanf(f, "%lu", out) == 1;
	(void)fclose(f);
	return found;
}

void
doctor_conntrack(struct doctor *d)
{
	unsigned long count, max;

	if (!conntrack(CONNTRACK "count", &count) ||
	    !conntrack(CONNTRACK "max", &max)) {
		doctor_say(d, DOCTOR_OK, "connection tracking", NULL,
		    "there is none on this host");
		return;
	}
	if (count < max - max / FULL)
		doctor_say(d, DOCTOR_OK, "connection tracking", NULL,
		    "%lu of %lu entries are used", count, max);
	else
		doctor_say(d, DOCTOR_WARN, "connection tracking",
		    "raise net.netfilter.nf_conntrack_max, or exempt the "
		    "prober's ports with a notrack rule",
		    "%lu of %lu entries are used: answers may get lost", count,
		    max);
}

void
doctor_ring(struct doctor *d)
{
	const struct rx_stats *rx = &d->trials.rx;

	if (!d->ready)
		return;
	if (rx->dropped + rx->if_dropped == 0)
		doctor_say(d, DOCTOR_OK, "capture ring", NULL,
		    "%" PRIu64 " frames, none dropped", rx->received);
	else
		doctor_say(d, DOCTOR_WARN, "capture ring",
		    "this host is too busy to measure: stop what loads it",
		    "%" PRIu64 " frames, %" PRIu64 " dropped", rx->received,
		    rx->dropped + rx->if_dropped);
}
