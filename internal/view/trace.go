package view

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/fatih/color"
)

// Exchange is a request to a cluster and what became of it; its bodies are masked
// and cut already.
type Exchange struct {
	Method string
	Target string
	Login  string
	Status int    // 0: no answer
	Failed string // why there is none

	Duration  time.Duration
	Sent      int // bytes
	Received  int
	RequestID string

	Connection string // "" where one was open already

	Request, Answer string
}

// Connection is how a cluster is reached, without any secret.
type Connection struct {
	URL, Proxy, CAFile, CertFile string
	AnyCertificate               bool
	Timeout                      time.Duration
}

// Trace prints requests as they happen, each in one piece, so that what others
// print does not get in between.
type Trace struct {
	printer *Printer
	login   string // that was printed last
}

// NewTrace prints to where p does.
func NewTrace(p *Printer) *Trace { return &Trace{printer: p} }

// Connection prints how the cluster is reached.
func (t *Trace) Connection(c Connection) {
	var b block
	b.line("cluster %s, %s for each request", c.URL, c.Timeout)
	if c.Proxy != "" {
		b.line("  through the proxy %s", c.Proxy)
	}
	if c.CAFile != "" {
		b.line("  trusts the authority in %s", c.CAFile)
	}
	if c.AnyCertificate {
		b.line("  takes any certificate")
	}
	if c.CertFile != "" {
		b.line("  shows the client certificate in %s", c.CertFile)
	}
	t.print(b)
}

// Exchange prints a request and its answer.
func (t *Trace) Exchange(x Exchange) {
	var b block
	outcome := fmt.Sprint(x.Status)
	if x.Failed != "" {
		outcome = "failed"
	}
	id := ""
	if x.RequestID != "" {
		id = ", " + x.RequestID
	}
	b.line("%s %s: %s in %s, %s sent, %s received%s", x.Method, x.Target, outcome, x.Duration.Round(100*time.Microsecond), bytesText(x.Sent), bytesText(x.Received), id)
	if x.Failed != "" {
		b.line("  %s", x.Failed)
	}
	if x.Connection != "" {
		b.line("  connection: %s", x.Connection)
	}
	if x.Login != t.login {
		t.login = x.Login
		b.line("  login: %s", x.Login)
	}
	b.body("sent", x.Request)
	b.body("received", x.Answer)
	t.print(b)
}

// block is lines that are printed together.
type block struct{ strings.Builder }

func (b *block) line(format string, args ...any) {
	fmt.Fprintf(b, "debug: %s\n", oneLineOf(fmt.Sprintf(format, args...)))
}

// oneLineOf keeps the blanks that a line begins with.
func oneLineOf(text string) string {
	return strings.ReplaceAll(printable(text), "\n", " ")
}

func (b *block) body(what, text string) {
	if text == "" {
		return
	}
	b.line("  %s:", what)
	for line := range strings.Lines(text) {
		b.line("    %s", strings.TrimRight(line, "\n"))
	}
}

func (t *Trace) print(b block) {
	io.WriteString(t.printer.out, t.printer.paint(strings.TrimSuffix(b.String(), "\n"), color.Faint)+"\n")
}

// bytesText is a size that people read.
func bytesText(n int) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}
