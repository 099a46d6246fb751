/* What a program says to systemd, which looks after it. */
#ifndef TABARD_BASE_SUPERVISOR_H
#define TABARD_BASE_SUPERVISOR_H

/* One datagram to $NOTIFY_SOCKET, such as "READY=1" or "WATCHDOG=1" (sd_notify(3)). Nothing happens when nobody
 * listens. */
void supervisor_tell(const char *state);

#endif
