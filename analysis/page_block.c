/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/page_block.h"

#include <stdint.h>
#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>

/* The largest window, and a gzip header around it (zlib.h). */
#define GZIP_WINDOW  (15 + 16)
#define MEMORY_LEVEL 8

/* Octets that become one fwrite(); a multiple of three. */
#define PIECE_OCTETS 3072

static void
put_base64(FILE *out, const uint8_t *data, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	char text[PIECE_OCTETS / 3 * 4];
	size_t at, i, n = 0;
	uint32_t bits;

	for (at = 0; at < len; at += 3) {
		bits = 0;
		for (i = 0; i < 3; i++)
			bits = bits << 8 | (at + i < len ? data[at + i] : 0);
		for (i = 0; i < 4; i++)
			text[n++] = at + i > len
			    ? '='
			    : digits[bits >> (18 - 6 * i) & 63];
		if (n == sizeof(text) || at + 3 >= len) {
			(void)fwrite(text, 1, n, out);
			n = 0;
		}
	}
}

bool
page_block_write(FILE *out, const char *class, const char *text, size_t len)
{
	z_stream z = { .next_in = (const Bytef *)text, .avail_in = (uInt)len };
	uLong room;
	Bytef *data;
	bool done;

	if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW,
		MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	room = deflateBound(&z, (uLong)len);
	data = malloc(room);
	z.next_out = data;
	z.avail_out = (uInt)room;
	done = data != NULL && deflate(&z, Z_FINISH) == Z_STREAM_END;
	if (done) {
		(void)fprintf(
		    out, "<script type=\"text/plain\" class=\"%s\">", class);
		put_base64(out, data, z.total_out);
		(void)fputs("</script>\n", out);
	}
	(void)deflateEnd(&z);
	free(data);
	return done;
}
