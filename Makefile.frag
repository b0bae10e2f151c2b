# The two programs, and their bytes as C arrays for installations that drop the files or their x bit.
# Everything in modules/ is installed 0755 by the stock install-modules rule, so a program is linked elsewhere and
# copied in: a coverage build writes its notes beside the output.
BGPROC_SUPERVISOR = $(phplibdir)/bgproc.supervisor
BGPROC_REQUEST = $(phplibdir)/bgproc.request
BGPROC_SUPERVISOR_BLOB = $(builddir)/bgproc_supervisor_blob.h
BGPROC_REQUEST_BLOB = $(builddir)/bgproc_request_blob.h
BGPROC_PROGRAM_CC = $(CC) $(DEFS) -D_GNU_SOURCE=1 -DHAVE_CONFIG_H -I$(srcdir) -I$(builddir) $(CFLAGS_CLEAN) \
	$(EXTRA_CFLAGS) $(BGPROC_DEV_CFLAGS) -Wmissing-prototypes

$(BGPROC_SUPERVISOR): $(BGPROC_SUPERVISOR_SOURCES) $(BGPROC_SUPERVISOR_HEADERS)
	@test -d $(phplibdir) || $(mkinstalldirs) $(phplibdir)
	@test -d $(builddir)/src/supervisor || $(mkinstalldirs) $(builddir)/src/supervisor
	$(BGPROC_PROGRAM_CC) $(BGPROC_SUPERVISOR_LDFLAGS) $(BGPROC_SUPERVISOR_SOURCES) \
		-o $(builddir)/src/supervisor/bgproc.supervisor $(LDFLAGS) $(EXTRA_LDFLAGS)
	cp $(builddir)/src/supervisor/bgproc.supervisor $@.tmp && mv $@.tmp $@

$(BGPROC_REQUEST): $(BGPROC_REQUEST_SOURCES) $(BGPROC_SUPERVISOR_HEADERS)
	@test -d $(phplibdir) || $(mkinstalldirs) $(phplibdir)
	@test -d $(builddir)/src/request || $(mkinstalldirs) $(builddir)/src/request
	$(BGPROC_PROGRAM_CC) $(BGPROC_REQUEST_LDFLAGS) $(BGPROC_REQUEST_SOURCES) \
		-o $(builddir)/src/request/bgproc.request $(LDFLAGS) $(EXTRA_LDFLAGS) -ldl
	cp $(builddir)/src/request/bgproc.request $@.tmp && mv $@.tmp $@

$(BGPROC_SUPERVISOR_BLOB): $(BGPROC_SUPERVISOR)
	@od -An -v -tx1 $(BGPROC_SUPERVISOR) | sed -e 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g' > $@.tmp && mv $@.tmp $@

$(BGPROC_REQUEST_BLOB): $(BGPROC_REQUEST)
	@od -An -v -tx1 $(BGPROC_REQUEST) | sed -e 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g' > $@.tmp && mv $@.tmp $@

src/launch/program_image.lo $(builddir)/src/launch/program_image.lo: $(BGPROC_SUPERVISOR_BLOB) $(BGPROC_REQUEST_BLOB)

all build-modules install-modules: $(BGPROC_SUPERVISOR) $(BGPROC_REQUEST)

clean: bgproc-clean
bgproc-clean:
	rm -f $(BGPROC_SUPERVISOR_BLOB) $(BGPROC_SUPERVISOR_BLOB).tmp $(builddir)/src/supervisor/bgproc.supervisor
	rm -f $(BGPROC_REQUEST_BLOB) $(BGPROC_REQUEST_BLOB).tmp $(builddir)/src/request/bgproc.request
.PHONY: bgproc-clean

# The command line tool, its man page and the completions. pecl installs them by their roles, and would register a second copy.
BGPROC_BINDIR = $(exec_prefix)/bin
BGPROC_DATADIR = $(prefix)/share

install: bgproc-install-tool
bgproc-install-tool:
	@case '$(INSTALL_ROOT)' in */pear-build-*/install-*) exit 0 ;; esac; \
	install_one() { $(mkinstalldirs) "$(INSTALL_ROOT)$$3" >/dev/null && $(INSTALL) -m $$1 "$(srcdir)/$$2" "$(INSTALL_ROOT)$$3/$$4"; }; \
	echo "Installing the command line tool: $(INSTALL_ROOT)$(BGPROC_BINDIR)/bgproc" && \
	install_one 755 bin/bgproc "$(BGPROC_BINDIR)" bgproc && \
	install_one 644 share/man/man1/bgproc.1 "$(BGPROC_DATADIR)/man/man1" bgproc.1 && \
	install_one 644 share/completions/bgproc.bash "$(BGPROC_DATADIR)/bash-completion/completions" bgproc && \
	install_one 644 share/completions/_bgproc "$(BGPROC_DATADIR)/zsh/site-functions" _bgproc && \
	install_one 644 share/completions/bgproc.fish "$(BGPROC_DATADIR)/fish/vendor_completions.d" bgproc.fish
.PHONY: bgproc-install-tool
