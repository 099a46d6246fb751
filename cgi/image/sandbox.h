/* Giving up every right but the few that decoding needs. */
#ifndef TABARD_CGI_IMAGE_SANDBOX_H
#define TABARD_CGI_IMAGE_SANDBOX_H

#include <stdbool.h>

/* From here on: memory, time and file sizes are bounded, and any system call but reading, writing, memory
 * and the end kills the process. False when it could not be put in force. */
bool sandbox_enter(void);

#endif
