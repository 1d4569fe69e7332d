package destination

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Hook is the HTTP request that a message becomes.
type Hook struct {
	Method, URL string
	// Headers are names with their values. Where there are none the client says
	// text/plain by itself.
	Headers [][2]string
	Body    string
}

// Hook makes the request of a message. Errors have the server's texts.
func (d *Destination) Hook(subject, message string) (Hook, error) {
	if d.Type == Webhook {
		return d.webhook.request(message)
	}
	key := "text"
	if d.Type == Chime {
		key = "Content"
	}
	text := message
	if subject != "" {
		text = subject + " \n\n " + message
	}
	body, err := orderedjson.Marshal(object(key, text))
	return Hook{Method: "POST", URL: strings.TrimSpace(d.url[d.Type]), Body: string(body)}, err
}

var errMethod = errors.New("Invalid method supplied. Only POST, PUT and PATCH are allowed")

// request is the message as it is, by the method, under the headers.
func (w *webhook) request(message string) (Hook, error) {
	h := Hook{Method: w.text("method"), URL: w.address(), Body: message}
	switch h.Method {
	case "":
		h.Method = "POST"
	case "POST", "PUT", "PATCH":
	default:
		return h, errMethod
	}
	for _, m := range w.headers.Members() {
		value, _ := m.Value.(string)
		h.Headers = append(h.Headers, [2]string{m.Key, value})
	}
	if w.headers.Len() == 0 {
		h.Headers = [][2]string{{"Content-Type", "application/json"}}
	}
	return h, nil
}

// address is the URL, or what the parts come to. Of a path only one without a slash
// at its beginning counts (the server forgets any other).
func (w *webhook) address() string {
	if u := w.text("url"); u != "" {
		return u
	}
	scheme := w.text("scheme")
	if scheme == "" {
		scheme = "https"
	}
	u := scheme + "://" + w.text("host")
	if w.port >= 0 {
		u += ":" + strconv.Itoa(w.port)
	}
	if path := w.text("path"); path != "" && !strings.HasPrefix(path, "/") {
		u += "/" + encodePath(path)
	}
	if w.query.Len() == 0 {
		return u
	}
	pairs := []string{}
	order := javavalue.NewHashMap()
	for _, m := range w.query.Members() {
		order.Put(m.Key, m.Value)
	}
	for _, e := range order.Entries() {
		name, _ := e.Key.(string)
		value, _ := e.Value.(string)
		pairs = append(pairs, encodeQuery(name)+"="+encodeQuery(value))
	}
	return u + "?" + strings.Join(pairs, "&")
}

// encodeQuery is the form encoding of the real client, which leaves other letters as
// they are than Go's.
func encodeQuery(text string) string {
	return strings.NewReplacer("%2A", "*", "~", "%7E").Replace(url.QueryEscape(text))
}

// encodePath percent-encodes what the real client does in a path.
func encodePath(path string) string {
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("_-!.~'()*;:@&=+$,/", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// Mail is what an e-mail needs beside its text.
type Mail struct {
	// Account and Groups are ids.
	Account string
	Groups  []string
	// Addresses are those beside the groups'.
	Addresses []string
}

// Mail tells where a destination of e-mails sends; false for others.
func (d *Destination) Mail() (Mail, bool) {
	if d.Type != Email || d.email == nil {
		return Mail{}, false
	}
	m := Mail{Account: d.email.account}
	for _, to := range d.email.recipients {
		if to.kind == toGroup {
			m.Groups = append(m.Groups, to.group)
		} else {
			m.Addresses = append(m.Addresses, to.address)
		}
	}
	return m, true
}
