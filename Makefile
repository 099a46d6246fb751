# Tabard. `make help` lists what can be said here; `make run` is the one to start with.

PREFIX     ?= /usr/local
sysconfdir ?= /etc
bindir     := $(PREFIX)/bin
libexecdir := $(PREFIX)/libexec/tabard
datadir    := $(PREFIX)/share/tabard
unitdir    := $(PREFIX)/lib/systemd/system
usersdir   := $(PREFIX)/lib/sysusers.d

# A flavour of the build: release, asan, tsan, lint-gcc, lint-clang or fuzz. Each has its own tree.
BUILD ?= release
B     := build/$(BUILD)
GEN   := build/gen

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
# The programs take these from the environment; stack.sh knows the defaults.
export PORT TABARD_VAR

# What there is to build -----------------------------------------------------------------------------

files = $(sort $(shell find $(1) -type f -name '$(2)' 2>/dev/null))

SQL         := $(call files,common cgi,*.sql)
MADE_SRC    := $(GEN)/queries.c $(GEN)/catalog.c
COMMON_SRC  := $(call files,common,*.c) $(MADE_SRC)
PROGRAMS    := tabard-api tabard-events tabard-clock tabard-image tabardctl
SRC_tabard-api    := $(call files,cgi/api,*.c)
SRC_tabard-events := $(call files,cgi/events,*.c)
SRC_tabard-clock  := $(call files,cgi/clock,*.c)
SRC_tabard-image  := $(call files,cgi/image,*.c)
SRC_tabardctl     := $(call files,cgi/ctl,*.c)
PROGRAM_SRC := $(foreach p,$(PROGRAMS),$(SRC_$(p)))
UNIT_SRC    := $(call files,tests/unit,*.c)
RULES_SRC   := $(call files,tests/rules,*.c)
FUZZ_SRC    := $(call files,tests/fuzz,*.c)
BENCH_SRC   := $(filter-out %/slow_flush.c,$(call files,tests/load,*.c))
C_SRC       := $(call files,common cgi sql tests,*.c)
C_FILES     := $(call files,common cgi sql tests,*.[ch])
SHELL_FILES := .ci/run $(call files,cgi tests,*.sh)

LIB       := $(B)/lib/libtabard.a
BIN       := $(addprefix $(B)/bin/,$(PROGRAMS))
UNIT_BIN  := $(patsubst tests/unit/%.c,$(B)/bin/test-%,$(UNIT_SRC))
FUZZ_BIN  := $(patsubst tests/fuzz/%.c,$(B)/bin/fuzz-%,$(FUZZ_SRC))
BENCH_BIN := $(patsubst tests/load/%.c,$(B)/bin/bench-%,$(BENCH_SRC))
RULES_BIN := $(if $(RULES_SRC),$(B)/bin/rules-cases)

object = $(patsubst %.c,$(B)/obj/%.o,$(patsubst $(GEN)/%,gen/%,$(1)))

# How it is built ------------------------------------------------------------------------------------

CC := $(if $(filter lint-clang fuzz,$(BUILD)),clang,gcc)
PACKAGES_C := libpq libjwt libcurl libcrypto libevent_core libxml-2.0 libqrencode sqlite3 \
	libpng libturbojpeg libwebp

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wformat=2 \
	-Wstrict-prototypes -Wmissing-prototypes -Wvla -Wcast-qual -Wwrite-strings -Wundef \
	-Wnull-dereference

# Control-flow protection is the processor's, so each machine has its own word for it.
MACHINE := $(shell uname -m)
HARDEN_x86_64  := -fcf-protection
HARDEN_aarch64 := -mbranch-protection=standard
HARDEN := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE $(HARDEN_$(MACHINE)) \
	$(if $(filter gcc,$(CC)),-fstack-clash-protection)
SANITIZE_asan := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
SANITIZE_tsan := -fsanitize=thread
SANITIZE_fuzz := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all

CFLAGS_release    := -O2 $(HARDEN) -ffunction-sections -fdata-sections
CFLAGS_asan       := -O1 $(SANITIZE_asan)
CFLAGS_tsan       := -O1 $(SANITIZE_tsan)
CFLAGS_fuzz       := -O1 $(SANITIZE_fuzz)
CFLAGS_lint-gcc   := -O2 -Werror
CFLAGS_lint-clang := -O2 -Werror
LDFLAGS_release   := -pie -Wl,-z,relro,-z,now,--gc-sections
LDFLAGS_asan      := $(SANITIZE_asan)
LDFLAGS_tsan      := $(SANITIZE_tsan)
LDFLAGS_fuzz      := -fsanitize=fuzzer,address,undefined

CPPFLAGS := -D_GNU_SOURCE -I. -I$(GEN) $(shell pkg-config --cflags $(PACKAGES_C) 2>/dev/null)
# char is unsigned on ARM: so it is what is tested anywhere
CFLAGS   := -std=gnu17 -funsigned-char -g -pthread $(WARNINGS) $(CFLAGS_$(BUILD))
LDFLAGS  := -pthread -Wl,--as-needed $(LDFLAGS_$(BUILD))
LDLIBS   := $(shell pkg-config --libs $(PACKAGES_C) 2>/dev/null) -lfcgi
VERSION  := $(or $(shell git describe --tags --always 2>/dev/null),0.1.0)
PARALLEL  = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

# $(call say-if-changed,FILE,TEXT): FILE is written anew only when its text is another, so that what
# depends on it is made again when, and only when, the flags, the version or a list of files changed.
say-if-changed = mkdir -p $(dir $(1)) && printf '%s\n' '$(2)' | cmp -s - $(1) || printf '%s\n' '$(2)' >$(1)

.PHONY: FORCE
$(B)/flags: FORCE
	@$(call say-if-changed,$@,$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS))
$(B)/version: FORCE
	@$(call say-if-changed,$@,$(VERSION))
$(GEN)/sql-files: FORCE
	@$(call say-if-changed,$@,$(SQL))

$(GEN)/queries.c: sql/embed.awk $(GEN)/sql-files $(SQL)
	@echo '  embed $(words $(SQL)) queries'
	@awk -v header=$(GEN)/queries.h -v source=$@ -f sql/embed.awk $(SQL) </dev/null
$(GEN)/queries.h: $(GEN)/queries.c ;

# The rules' catalog is made from the compendium by a tool of ours, which is of no flavour. Only other
# figures make another catalog.c.
CATALOG_SRC := $(call files,sql common/base common/json,*.c) common/rules/names.c common/rules/effects.c \
	common/compendium/fields.c common/compendium/things.c
$(GEN)/make-catalog: $(CATALOG_SRC) \
		$(call files,sql common/base common/json common/compendium common/rules,*.h)
	@mkdir -p $(@D) && echo '  $(CC) $@' && $(CC) $(CPPFLAGS) -std=gnu17 -O1 -pthread -o $@ $(CATALOG_SRC)
$(GEN)/catalog.made: $(GEN)/make-catalog $(call files,sql/compendium,*.jsonl)
	@$< sql/compendium >$@ && { cmp -s $@ $(GEN)/catalog.c || cp $@ $(GEN)/catalog.c; }
$(GEN)/catalog.c: $(GEN)/catalog.made ;

compile = @mkdir -p $(@D) && echo '  $(CC) $(BUILD) $@' && \
	$(CC) $(CPPFLAGS) $(CFLAGS) -DTABARD_VERSION='"$(VERSION)"' -MMD -MP -c -o $@ $<
link = @mkdir -p $(@D) && echo '  link $(BUILD) $@' && $(CC) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LDLIBS)

$(B)/obj/gen/%.o: $(GEN)/%.c $(B)/flags
	$(compile)
$(B)/obj/%.o: %.c $(B)/flags | $(GEN)/queries.h
	$(compile)
# The only objects that the version is in.
$(call object,$(shell grep -rlw TABARD_VERSION --include='*.c' common cgi 2>/dev/null)): $(B)/version

$(B)/lib/objects: FORCE
	@$(call say-if-changed,$@,$(COMMON_SRC))
$(LIB): $(call object,$(COMMON_SRC)) $(B)/lib/objects
	@mkdir -p $(@D) && rm -f $@ && ar rcs $@ $(filter %.o,$^)

define program
$(B)/bin/$(1): $(call object,$(SRC_$(1))) $(LIB)
	$$(link)
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$(p))))

# A unit test may look into a program too: everything in it but its main.c.
define inside
$(B)/lib/$(1).a: $(call object,$(filter-out %/main.c,$(SRC_$(1))))
	@mkdir -p $$(@D) && rm -f $$@ && ar rcs $$@ $$^
endef
$(foreach p,$(PROGRAMS),$(eval $(call inside,$(p))))
$(B)/bin/test-%: $(B)/obj/tests/unit/%.o $(PROGRAMS:%=$(B)/lib/%.a) $(LIB)
	$(link)
$(UNIT_BIN): LDLIBS += -lcmocka
$(B)/bin/bench-%: $(B)/obj/tests/load/%.o $(LIB)
	$(link)
$(RULES_BIN): $(call object,$(RULES_SRC)) $(LIB)
	$(link)
$(B)/bin/fuzz-%: $(B)/obj/tests/fuzz/%.o $(PROGRAMS:%=$(B)/lib/%.a) $(LIB)
	$(link)

.SECONDARY:
-include $(patsubst %.o,%.d,$(call object,$(C_SRC) $(MADE_SRC)))

# What can be asked for ------------------------------------------------------------------------------

NEED     := @cgi/ctl/packages.sh
STACK    := @cgi/ctl/stack.sh
ALSO      = @$(MAKE) $(PARALLEL)

.PHONY: help all tests run start stop status token user psql test unit rules api house plans web stack tsan fuzz bench soak \
	lint lint-c tidy format install clean

help: ## lists what can be asked for
	@awk -F ':.*## ' '/^[a-z ]*:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo; echo "  PORT (8080) and TABARD_VAR (var) let several run side by side."

all: $(BIN) ## builds the programs into build/release/bin

run: ## installs what is missing, builds, and runs a game table until Ctrl-C
	$(NEED) run
	$(ALSO) all
	$(STACK) run

start: ## the same in the background
	$(NEED) run
	$(ALSO) all
	$(STACK) start

stop: ## stops it; the data stays
	$(STACK) stop

status: ## says what is up
	$(STACK) status

token: ## prints a token: make token USER=name [ROLE=admin]
	$(STACK) token '$(if $(filter command,$(origin USER)),$(USER))' '$(ROLE)'

user: ## prints a join link and its QR code: make user USER=name
	$(STACK) user '$(if $(filter command,$(origin USER)),$(USER))'

psql: ## opens its database
	$(STACK) psql

tests: all $(UNIT_BIN) $(RULES_BIN)

test: ## installs what tests need and runs every suite under sanitizers
	$(NEED) test
	$(ALSO) BUILD=asan tests
	@BUILD=asan tests/run.sh

unit: ## those of one C module each
rules: ## the cases of the game's rules, line by line
house: ## what the tree and the installed files must look like
api: ## every request, over HTTP
events: ## the streams
web: ## the streams in a real browser
plans: ## the compendium's lists among 200,000 entries
stack: ## make run, start and stop themselves
unit rules house plans api events web stack:
	$(NEED) test
	$(ALSO) BUILD=asan tests
	@BUILD=asan tests/run.sh $@

tsan: ## the suites with threads in them, under the thread sanitizer
	$(NEED) test
	$(ALSO) BUILD=tsan tests
	@BUILD=tsan tests/run.sh unit api events

FUZZ_SECONDS ?= 20
fuzz: ## throws bytes at every parser, FUZZ_SECONDS (20) at each
	$(NEED) lint
	$(ALSO) BUILD=fuzz fuzz-programs
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz.sh
fuzz-programs: $(FUZZ_BIN)

bench: ## prints the benchmark tables, or some of them: BENCH=streams
	$(NEED) bench
	$(ALSO) all bench-programs
	@BENCH='$(BENCH)' tests/load/bench.sh
bench-programs: $(BENCH_BIN) $(B)/lib/slow_flush.so
$(B)/lib/slow_flush.so: tests/load/slow_flush.c
	@mkdir -p $(@D) && $(CC) -shared -fPIC -D_GNU_SOURCE -O2 -o $@ $< -ldl

soak: ## SOAK_SECONDS (1800) of SOAK_TABLES (200) tables while everything is cut, killed and forged
	$(NEED) test
	$(ALSO) all
	@tests/load/soak.sh

lint: ## every check that needs no running table; goes on to the end, so that one run tells all
	$(NEED) lint
	@status=0; \
	$(MAKE) $(PARALLEL) -k BUILD=lint-gcc lint-c || status=1; \
	$(MAKE) $(PARALLEL) -k BUILD=lint-clang lint-c tidy || status=1; \
	$(MAKE) $(PARALLEL) BUILD=release all && tests/lint.sh $(SHELL_FILES) || status=1; \
	exit $$status

# Every source with warnings as errors; clang-tidy on what ships, where it changed since it last passed.
lint-c: $(call object,$(C_SRC) $(MADE_SRC))
tidy: $(patsubst %.c,$(B)/tidy/%.ok,$(filter common/% cgi/%,$(C_SRC)))
$(B)/tidy/%.ok: %.c $(B)/obj/%.o .clang-tidy
	@mkdir -p $(@D) && echo '  clang-tidy $<'
	@clang-tidy --quiet --warnings-as-errors='*' $< -- $(CPPFLAGS) -std=gnu17 \
		-DTABARD_VERSION='"$(VERSION)"' 2>$@.err || { cat $@.err; exit 1; }
	@touch $@

format: ## lays the C sources out as .clang-format says
	$(NEED) lint
	clang-format -i $(C_FILES)

install: all ## puts programs, SQL, nginx site and systemd units under DESTDIR, PREFIX, sysconfdir
	@DESTDIR='$(DESTDIR)' bindir='$(bindir)' libexecdir='$(libexecdir)' datadir='$(datadir)' \
		unitdir='$(unitdir)' usersdir='$(usersdir)' sysconfdir='$(sysconfdir)' \
		cgi/ctl/install.sh $(B)/bin

clean: ## removes what was built, never the data
	rm -rf build
