package notifications

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// receiverClient sends one request over a connection of its own. It writes
// requests itself: net/http refuses header names that the real client sends, and
// spells them in its own way.
type receiverClient struct {
	connectTimeout time.Duration // for each address
	readTimeout    time.Duration // the longest silence
}

// received is a receiver's answer.
type received struct {
	status  int
	phrase  string
	body    string
	hasBody bool   // false where the answer can have none, as with 204
	shown   string // the answer as the real client prints it
}

// do sends a request. Errors are *argumentError, and others whose text is the
// real client's.
func (c receiverClient) do(ctx context.Context, o outbound, denied []string, m manners) (received, error) {
	u, err := parseJavaURL(o.url)
	if err != nil {
		return received{}, err
	}
	addresses := resolve(ctx, u.host)
	if len(addresses) == 0 {
		return received{}, errors.New("Host could not be resolved to a valid Ip address")
	}
	if isDenied(u.host, addresses, denied) {
		return received{}, &argumentError{"Host of url is denied, based on plugin setting [notification.core.http.host_deny_list]"}
	}
	t, err := parseTarget(o.url)
	if err != nil {
		return received{}, err
	}
	return c.ask(ctx, o, destined{t, addresses, m})
}

// destined is where a request goes: a URL taken apart, with the host's addresses.
type destined struct {
	target
	addresses []net.IP
	manners   manners
}

// ask sends a request to where it goes. Errors have the real client's texts; those
// of a *clientError have its class, too.
func (c receiverClient) ask(ctx context.Context, o outbound, to destined) (received, error) {
	if o.has("Content-Length") || o.has("Transfer-Encoding") {
		return received{}, &clientError{"org.apache.http.client.ClientProtocolException", "null"} // the real client's exception has no text
	}
	conn, err := c.connect(ctx, to)
	if err != nil {
		return received{}, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	return c.exchange(conn, to.target, o)
}

// connect tries each address in turn.
func (c receiverClient) connect(ctx context.Context, t destined) (net.Conn, error) {
	var last error
	for _, ip := range t.addresses {
		dialer := net.Dialer{Timeout: c.connectTimeout}
		conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(ip.String(), strconv.Itoa(t.port)))
		if err != nil {
			last = err
			continue
		}
		if !t.tls {
			return conn, nil
		}
		secured := tls.Client(conn, &tls.Config{ServerName: t.host})
		deadline := time.Now().Add(c.connectTimeout)
		_ = secured.SetDeadline(deadline)
		if err := secured.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, &clientError{handshakeClass(err), handshakeText(err, t.host)}
		}
		_ = secured.SetDeadline(time.Time{})
		return secured, nil
	}
	return nil, &clientError{connectClass(last), connectText(last, t)}
}

// exchange writes the request and reads the answer.
func (c receiverClient) exchange(conn net.Conn, t target, o outbound) (received, error) {
	_ = conn.SetDeadline(time.Now().Add(c.readTimeout))
	if _, err := conn.Write(o.bytes(t)); err != nil {
		return received{}, &clientError{socketException, "Connection reset"}
	}
	in := bufio.NewReader(&patient{conn, c.readTimeout})
	request := &http.Request{Method: o.method}
	for {
		r, err := http.ReadResponse(in, request)
		if err != nil {
			return received{}, &clientError{readClass(err), readText(err, t)}
		}
		if r.StatusCode >= 200 {
			defer r.Body.Close()
			return readAnswer(r, t)
		}
	}
}

// patient moves the deadline on with each read.
type patient struct {
	net.Conn
	timeout time.Duration
}

func (p *patient) Read(b []byte) (int, error) {
	_ = p.SetReadDeadline(time.Now().Add(p.timeout))
	return p.Conn.Read(b)
}

// userAgent is the real client's.
const userAgent = "Apache-HttpClient/4.5.14 (Java/17.0.15)"

// bytes is the whole request. The order of headers is the real client's.
func (o outbound) bytes(t target) []byte {
	headers := append([][2]string{}, o.headers...)
	add := func(name, value string) {
		if !o.has(name) {
			headers = append(headers, [2]string{name, value})
		}
	}
	add("Content-Length", strconv.Itoa(len(o.body)))
	add("Content-Type", "text/plain; charset=UTF-8")
	add("Host", t.shown)
	add("Connection", "Keep-Alive")
	add("User-Agent", userAgent)
	add("Accept-Encoding", "gzip,deflate")
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\n", o.method, t.path)
	breaks := strings.NewReplacer("\r", " ", "\n", " ", "\f", " ", "\v", " ")
	for _, h := range headers {
		fmt.Fprintf(&b, "%s: %s\r\n", latin1(h[0]), latin1(breaks.Replace(h[1])))
	}
	b.WriteString("\r\n")
	b.WriteString(o.body)
	return []byte(b.String())
}

// latin1 is how the real client writes letters of headers: those that Latin-1
// has in one byte, others, line breaks among them, as a question mark.
func latin1(text string) string {
	b := []byte{}
	for _, r := range text {
		if r >= ' ' && r <= '~' || r >= 0xa0 && r <= 0xff || r == '\t' {
			b = append(b, byte(r))
		} else {
			b = append(b, '?')
		}
	}
	return string(b)
}
