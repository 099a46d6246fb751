/* Functions that this code base does without. Included last by every base header that needs libc. */
#ifndef TABARD_BASE_POISON_H
#define TABARD_BASE_POISON_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#undef alloca
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok
#pragma GCC poison atoi atol atof gets alloca

#endif
