/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_hand.h"

#include <stdio.h>

#include "analysis/record_json.h"
#include "cli/scan_header.h"

void
scan_hands_open(struct scan_desk *d, unsigned n)
{
	unsigned i;

	d->n_hands = d->vantage.n = n;
	(void)pthread_mutex_init(&d->lock, NULL);
	for (i = 0; i < n; i++) {
		d->hands[i] = (struct scan_hand){ .desk = d, .index = i };
		json_writer_init(&d->hands[i].line);
	}
}

void
scan_hands_close(struct scan_desk *d)
{
	if (d->n_hands == 0)
		return;
	while (d->n_hands > 0)
		json_writer_free(&d->hands[--d->n_hands].line);
	(void)pthread_mutex_destroy(&d->lock);
}

/* Ends the scan if something has failed; under the lock. */
static void
look_out(struct scan_desk *d)
{
	if (d->failure != STATUS_OK || d->output.status != STATUS_OK)
		atomic_store_explicit(&d->over, true, memory_order_relaxed);
}

void
scan_desk_tick(struct scan_desk *d, struct crew *crew, uint64_t now_ns)
{
	(void)pthread_mutex_lock(&d->lock);
	run_output_flush(&d->output);
	scan_status_show(&d->status, crew, now_ns);
	look_out(d);
	(void)pthread_mutex_unlock(&d->lock);
}

void
scan_hand_domain(void *arg, const struct record_domain *record)
{
	struct scan_hand *h = arg;
	struct scan_desk *d = h->desk;
	struct json_writer *w = d->n_hands > 1 ? &h->line : &d->output.writer;
	struct verdict verdict;

	classify(record, &d->judge, &verdict);
	record_json_write(w, record, &verdict);
	(void)pthread_mutex_lock(&d->lock);
	if (d->n_hands > 1)
		json_writer_append(&d->output.writer, w);
	run_output_line(&d->output);
	d->found.domains++;
	if (d->failure == STATUS_OK)
		d->failure = report_add(d->totals, record, &verdict, &d->error);
	look_out(d);
	(void)pthread_mutex_unlock(&d->lock);
	if (d->n_hands > 1)
		json_writer_reset(w);
}

void
scan_hand_vantage(
    void *arg, const struct engine *e, unsigned kind, uint64_t now_ns)
{
	struct scan_hand *h = arg;
	struct scan_desk *d = h->desk;
	struct engine_vantage v;

	engine_vantage(e, kind, &v);
	(void)pthread_mutex_lock(&d->lock);
	if (scan_vantage_note(&d->vantage, h->index, kind, &v))
		scan_vantage_say(
		    &d->output, &d->status, &v, now_ns + d->unix_offset_ns);
	look_out(d);
	(void)pthread_mutex_unlock(&d->lock);
}

/* The list keeps its texts until somebody takes the next line. */
static void
keep_texts(struct scan_hand *h, const struct input_item *item)
{
	(void)snprintf(h->group, sizeof(h->group), "%s", item->group);
	(void)snprintf(
	    h->organisation, sizeof(h->organisation), "%s", item->organisation);
}

/*
 * Takes the next line, under the lock: true and a target to measure, or false
 * and *MORE tells whether there are any.  Other lines become records of their
 * own, unless the run file has them already.
 */
static bool
take_line(struct scan_hand *h, struct input_item *item, bool *more)
{
	struct scan_desk *d = h->desk;
	enum input_kind kind = scan_input_next(&d->input, item, &d->error);

	*more = kind <= INPUT_DUPLICATE;
	if (*more && scan_resume_done(&d->resume, item->line))
		return false;
	switch (kind) {
	case INPUT_TARGET:
		keep_texts(h, item);
		return true;
	case INPUT_ERROR:
		scan_write_input_error(&d->output, item);
		d->found.input_errors++;
		break;
	case INPUT_DUPLICATE:
		scan_write_duplicate(&d->output, item);
		d->found.duplicates++;
		break;
	case INPUT_FAILED:
		d->failure = STATUS_SYSTEM;
		break;
	default:
		break;
	}
	look_out(d);
	return false;
}

bool
scan_hand_feed(void *arg, struct engine *e, uint64_t now_ns, int *fd)
{
	struct scan_hand *h = arg;
	struct scan_desk *d = h->desk;
	struct engine_target target;
	struct input_item item;
	bool more = true, taken;

	(void)fd;
	while (more && engine_room(e) > 0) {
		(void)pthread_mutex_lock(&d->lock);
		taken = take_line(h, &item, &more);
		(void)pthread_mutex_unlock(&d->lock);
		if (!taken)
			continue;
		target = (struct engine_target){
			.name = &item.name.name,
			.group = h->group,
			.organisation = h->organisation,
			.declared = item.declared,
		};
		engine_add(e, now_ns, &target);
	}
	return more;
}
