/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_faults.h - what goes wrong at our own end of the simulated Internet.
 *
 * Each fault lasts from FROM_NS up to TO_NS of the run.  A packet meets them
 * on its way out, when it is sent, and on its way in, when it arrives.  Two
 * of them the caller of an engine would notice, as loop.c does, and so the
 * engine is told: that a source address is gone, and that frames were lost
 * by the capture.
 *
 * Threads: the owner's alone.
 */
#ifndef TESTS_SIM_SIM_FAULTS_H
#define TESTS_SIM_SIM_FAULTS_H

#include "prober/engine.h"
#include "tests/sim/sim_hosts.h"

enum sim_fault_kind {
	SIM_FAULT_BLACK_HOLE,		/* of FAMILY */
	SIM_FAULT_OUTAGE,		/* of everything */
	SIM_FAULT_DROPPED,		/* TCP to PORT */
	SIM_FAULT_RESET,
	SIM_FAULT_PROHIBITED,
	SIM_FAULT_UDP_53,		/* dropped */
	SIM_FAULT_RESOLVER_SILENT,	/* RESOLVER */
	SIM_FAULT_RESOLVER_REFUSES,
	SIM_FAULT_RESOLVER_INVENTS,	/* an address for whatever name */
	SIM_FAULT_SYN_PROXY,		/* every SYN is answered */
	SIM_FAULT_SOURCE_LOST,		/* of FAMILY; told */
	SIM_FAULT_DEAF,			/* PERMILLE of what comes; told */
	SIM_FAULT_LOSS,			/* PERMILLE each way */
	SIM_FAULT_KINDS
};

#define SIM_FAULT_EVERY_RESOLVER	UINT8_MAX
#define SIM_FAULT_FOR_EVER		UINT64_MAX
#define SIM_FAULTS_MAX			8

struct sim_fault {
	enum sim_fault_kind	kind;
	uint64_t		from_ns, to_ns;	/* of the engine's clock */
	enum family		family;
	uint16_t		port;
	uint8_t			resolver;	/* or all of them */
	unsigned		permille;
};

enum sim_temper {
	SIM_TEMPER_WELL,
	SIM_TEMPER_SILENT,
	SIM_TEMPER_REFUSES,
	SIM_TEMPER_FAILS,	/* cannot reach anybody itself */
	SIM_TEMPER_INVENTS,
};

struct sim_faults {
	struct sim_fault	at[SIM_FAULTS_MAX];
	unsigned		n;
	struct sim_random	random;
	bool			gone[2];	/* sources, as last told */
	uint64_t		tick_ns;	/* next look at the capture */
	bool			lost;		/* by the capture since */
};

/* True if somebody on the way drops the probe, or answers it. */
bool	sim_faults_stop(struct sim_faults *, struct sim_net *,
	    const struct sim_probe *);

/* The same for a conversation over a kernel socket. */
bool	sim_faults_stop_tcp(const struct sim_faults *, uint64_t now_ns,
	    const struct ip_addr *to);

/* True if a frame that arrives now is never seen. */
bool	sim_faults_lose(struct sim_faults *, uint64_t now_ns, enum family);

/* How a resolver, maybe ON_THIS_HOST, behaves now. */
enum sim_temper sim_faults_temper(const struct sim_faults *, uint64_t now_ns,
	    unsigned resolver, bool on_this_host);

/* Writes an address that nobody has given out, or no data. */
void	sim_faults_invent(uint16_t id, const struct dns_question *,
	    struct sim_message *out);

/* True if it is such an address. */
bool	sim_faults_invented(const struct ip_addr *);

/* Tells the engine what its caller notices; SOURCE by family_index(). */
void	sim_faults_tell(struct sim_faults *, uint64_t now_ns,
	    struct engine *, const struct engine_config *);

const char	*sim_fault_name(enum sim_fault_kind);

#endif /* TESTS_SIM_SIM_FAULTS_H */
