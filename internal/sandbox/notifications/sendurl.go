package notifications

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/pattern"
)

// hostName is a host name in the plugin's sense: with a dot, without underscores.
var hostName = pattern.New(`^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}\.)+[a-zA-Z0-9-]{2,24}$`)

// reservedDomains are last labels that look like domains of the internet and
// aren't.
const reservedDomains = " test example invalid localhost local internal "

// sendableURL tells whether the plugin sends to a URL. A bare host has to be a
// name of the internet; with a port or a path behind it any will do, so
// http://localhost is refused and http://localhost:8080 is not.
func sendableURL(text string) bool {
	u, err := parseJavaURL(text)
	if err != nil || u.scheme != "http" && u.scheme != "https" {
		return false
	}
	rest := text[strings.Index(text, "//")+2:]
	isName := hostName.MatchString(rest) && len(rest) < 254
	if isName && !isDomain(rest) {
		return false
	}
	return isName == (rest == u.host)
}

func isDomain(host string) bool {
	last := strings.ToLower(host[strings.LastIndex(host, ".")+1:])
	return strings.Trim(last, "0123456789") != "" && !strings.Contains(reservedDomains, " "+last+" ")
}

// target is a URL taken apart for a request.
type target struct {
	tls   bool
	host  string // without brackets
	port  int
	shown string // host and port as sent in Host
	path  string // with the query, percent-encoded
}

// parseTarget reads a URL as java.net.URI and the HTTP client do. Errors are
// *argumentError, and plain ones for a URL without a host.
func parseTarget(text string) (target, error) {
	if err := checkURI(text); err != nil {
		return target{}, err
	}
	scheme, rest, _ := strings.Cut(text, "://")
	t := target{tls: strings.EqualFold(scheme, "https"), port: 80, path: "/"}
	if t.tls {
		t.port = 443
	}
	rest, _, _ = strings.Cut(rest, "#")
	authority := rest
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		authority, t.path = rest[:i], rest[i:]
	}
	authority = authority[strings.LastIndex(authority, "@")+1:]
	t.shown = authority
	host, port := authority, ""
	if i := strings.LastIndex(authority, ":"); i > strings.LastIndex(authority, "]") {
		host, port = authority[:i], authority[i+1:]
	}
	t.host = strings.Trim(host, "[]")
	if t.host == "" {
		return target{}, fmt.Errorf("URI does not specify a valid host name: %s", text)
	}
	if port != "" {
		n, err := strconv.Atoi(port)
		if err != nil || n < 0 || n > 65535 {
			return target{}, &argumentError{"port out of range:" + port}
		}
		t.port = n
	}
	t.path = requestPath(t.path)
	return t, nil
}

var slashes = pattern.New(`/{2,}`)

// requestPath is a path with query as it goes out: doubled slashes become one,
// letters beyond ASCII are percent-encoded, all else stays.
func requestPath(text string) string {
	path, query, hasQuery := strings.Cut(text, "?")
	path = slashes.ReplaceAllString(path, "/")
	if path == "" {
		path = "/"
	}
	if hasQuery {
		path += "?" + query
	}
	var b strings.Builder
	for i := range len(path) {
		if path[i] < utf8.RuneSelf {
			b.WriteByte(path[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", path[i])
		}
	}
	return b.String()
}

// checkURI finds what java.net.URI refuses: blanks, some punctuation, a % that
// begins no escape, no authority.
func checkURI(text string) error {
	begin := strings.Index(text, "://") + 3
	if begin == len(text) || strings.IndexByte("?#", text[begin]) >= 0 {
		return &argumentError{fmt.Sprintf("Expected authority at index %d: %s", begin, text)}
	}
	part, units := "authority", 0
	for i, r := range text {
		switch {
		case i < begin && !isScheme(strings.ToLower(string(r))) && !strings.ContainsRune("0123456789+-.:/", r):
			return &argumentError{fmt.Sprintf("Illegal character in scheme name at index %d: %s", units, text)}
		case i < begin:
		case r == '/' && part == "authority":
			part = "path"
		case r == '?' && part != "fragment":
			part = "query"
		case r == '#' && part != "fragment":
			part = "fragment"
		case r == '%' && !isEscape(text[i:]):
			return &argumentError{fmt.Sprintf("Malformed escape pair at index %d: %s", units, text)}
		case r <= ' ' || strings.ContainsRune("\"<>\\^`{|}\x7f", r) || part == "path" && strings.ContainsRune("[]", r) || part == "fragment" && r == '#':
			return &argumentError{fmt.Sprintf("Illegal character in %s at index %d: %s", part, units, text)}
		}
		if units++; r > 0xffff {
			units++
		}
	}
	return nil
}

func isEscape(s string) bool {
	if len(s) < 3 {
		return false
	}
	_, err := strconv.ParseUint(s[1:3], 16, 8)
	return err == nil
}
