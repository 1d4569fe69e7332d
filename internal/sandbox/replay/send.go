package replay

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// answerWithin bounds one request, where Options say nothing.
const answerWithin = 90 * time.Second

// answer is what came back.
type answer struct {
	status int
	header http.Header
	// body is JSON, a text where it is none, or nil where there is nothing.
	body any
}

// send sends a request as it was recorded. It writes to the connection itself:
// transcripts have paths that net/http would not send.
func (p *player) send(ctx context.Context, q *orderedjson.Object) (answer, error) {
	method := q.Text("method")
	body, hasBody, err := p.requestBody(q)
	if err != nil {
		return answer{}, err
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", p.address)
	if err != nil {
		return answer{}, err
	}
	defer conn.Close()
	if p.options.TLS != nil {
		conn = tls.Client(conn, p.options.TLS)
	}
	_ = conn.SetDeadline(time.Now().Add(cmp.Or(p.options.AnswerWithin, answerWithin)))
	head := &bytes.Buffer{}
	fmt.Fprintf(head, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, p.names.fillText(q.Text("path")), p.address)
	for _, h := range p.requestHeaders(q, hasBody) {
		fmt.Fprintf(head, "%s: %v\r\n", h.Key, h.Value)
	}
	if hasBody || slices.Contains([]string{"POST", "PUT", "PATCH"}, method) {
		fmt.Fprintf(head, "Content-Length: %d\r\n", len(body))
	}
	head.WriteString("\r\n")
	if _, err := conn.Write(append(head.Bytes(), body...)); err != nil {
		return answer{}, err
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, parseAnswer(raw)}, err
}

// isWhole is false of a refusal that is cut: what should be JSON is a text. A node
// with the alerting plugin cuts refused deletions of monitors by a race; as when
// they were recorded, they are asked for again until they are whole.
func (a answer) isWhole() bool {
	_, isText := a.body.(string)
	return !isText || a.status < http.StatusBadRequest || mediaType(a.header.Get("Content-Type")) != "application/json"
}

func parseAnswer(raw []byte) any {
	if len(raw) == 0 {
		return nil
	}
	if v, err := orderedjson.Parse(raw); err == nil {
		return v
	}
	return strings.ToValidUTF8(string(raw), "\ufffd")
}

func (p *player) requestBody(q *orderedjson.Object) (body []byte, ok bool, err error) {
	if raw, ok := q.Get("raw"); ok {
		return []byte(fmt.Sprint(raw)), true, nil
	}
	if raw, ok := q.Get("raw_base64"); ok {
		body, err = base64.StdEncoding.DecodeString(fmt.Sprint(raw))
		return body, true, err
	}
	if v, ok := q.Get("body"); ok {
		body, err = orderedjson.Marshal(p.names.fill(v))
		return body, true, err
	}
	return nil, false, nil
}

// requestHeaders are the recorded headers and the defaults; one recorded as null
// is not sent.
func (p *player) requestHeaders(q *orderedjson.Object, hasBody bool) []orderedjson.Member {
	headers := &orderedjson.Object{}
	sent := map[string]bool{}
	for _, m := range q.Object("headers").Members() {
		sent[textproto.CanonicalMIMEHeaderKey(m.Key)] = true
		if m.Value != nil {
			headers.Set(m.Key, p.names.fill(m.Value))
		}
	}
	defaults := [][2]string{{"User-Agent", "replay"}, {"Connection", "close"}}
	if hasBody {
		defaults = append(defaults, [2]string{"Content-Type", "application/json"})
	}
	for _, d := range defaults {
		if !sent[d[0]] {
			headers.Set(d[0], d[1])
		}
	}
	if pair, ok := p.credentials(q.Text("user")); ok {
		headers.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(pair)))
	}
	return headers.Members()
}

// credentials are what a request logs in with: admin's where it says nothing, none for
// nobody. A user who is not known has a wrong password.
func (p *player) credentials(user string) (pair string, ok bool) {
	switch {
	case p.options.Users == nil || user == "nobody":
		return "", false
	case strings.Contains(user, ":"):
		return user, true
	case user == "":
		user = "admin"
	}
	if pair, ok := p.options.Users[user]; ok {
		return pair, true
	}
	return user + ":wrong", true
}

// headerText is a header as transcripts have it: methods sorted, nil where it
// was not sent.
func headerText(h http.Header, name string) any {
	v := h.Get(name)
	if v == "" {
		return nil
	}
	if methods := strings.Split(v, ","); name == "allow" {
		slices.SortFunc(methods, cmp.Compare[string])
		return strings.Join(methods, ",")
	}
	return v
}

func mediaType(header string) string {
	kind, _, _ := strings.Cut(header, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}
