/* QR codes for the terminal. The only door to libqrencode. */
#include <unistd.h>

#include <qrencode.h>

#include "cgi/ctl/ctl.h"

#include "common/base/poison.h"

enum { MARGIN = 2 }; /* modules of light around it; four are asked for, and two have always done */

static bool dark(const QRcode *code, int x, int y)
{
	if (x < 0 || y < 0 || x >= code->width || y >= code->width)
		return false;
	return code->data[y * code->width + x] & 1;
}

/* Two rows of modules in one of text. A terminal may be dark or light, so both colours are said. */
static void print_rows(const QRcode *code, int y, bool colours)
{
	fputs(colours ? "\033[97;40m" : "", stdout);
	for (int x = -MARGIN; x < code->width + MARGIN; x++) {
		bool upper = !dark(code, x, y), lower = !dark(code, x, y + 1);

		fputs(upper ? lower ? "█" : "▀" : lower ? "▄" : " ", stdout);
	}
	puts(colours ? "\033[0m" : "");
}

bool ctl_print_qr(const char *text)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);

	if (!code) {
		fputs("tabardctl: the link is too long for a QR code\n", stderr);
		return false;
	}
	for (int y = -MARGIN; y < code->width + MARGIN; y += 2)
		print_rows(code, y, isatty(STDOUT_FILENO));
	QRcode_free(code);
	return true;
}
