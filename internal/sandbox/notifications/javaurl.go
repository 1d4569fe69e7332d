package notifications

import (
	"fmt"
	"strconv"
	"strings"
)

// badURLError is a MalformedURLException. cause is the class of the exception
// beneath it, "" for none.
type badURLError struct{ text, cause string }

func (e *badURLError) Error() string { return e.text }

// javaURL is the part of java.net.URL that the plugin looks at.
type javaURL struct {
	scheme string // lower case
	host   string // may be empty
}

// javaSchemes are the schemes for which the JDK has a handler.
const javaSchemes = " http https ftp file jar jmod jrt mailto "

// parseJavaURL reads a URL as the constructor of java.net.URL does: it cuts
// blanks at both ends, wants a scheme that it knows, and of the rest it checks
// the port and brackets only.
func parseJavaURL(text string) (javaURL, error) {
	spec := strings.TrimFunc(text, func(r rune) bool { return r <= ' ' })
	if len(spec) >= 4 && strings.EqualFold(spec[:4], "url:") {
		spec = spec[4:]
	}
	scheme, rest, ok := strings.Cut(spec, ":")
	scheme = strings.ToLower(scheme)
	if !ok || !isScheme(scheme) {
		return javaURL{}, &badURLError{text: "no protocol: " + text}
	}
	if !strings.Contains(javaSchemes, " "+scheme+" ") {
		return javaURL{}, &badURLError{text: "unknown protocol: " + scheme}
	}
	u := javaURL{scheme: scheme}
	rest, _, _ = strings.Cut(rest, "#")
	rest, ok = strings.CutPrefix(rest, "//")
	if !ok || strings.HasPrefix(rest, "//") || scheme == "mailto" || scheme == "jar" {
		return u, nil
	}
	rest, _, _ = strings.Cut(rest, "?")
	authority, _, _ := strings.Cut(rest, "/")
	host, err := hostOf(authority)
	u.host = host
	return u, err
}

func isScheme(s string) bool {
	for i, c := range s {
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || !(c >= '0' && c <= '9' || strings.ContainsRune("+-.", c))) {
			return false
		}
	}
	return s != ""
}

const illegalArgument = "illegal_argument_exception"

func hostOf(authority string) (string, error) {
	if strings.Count(authority, "@") > 1 {
		return "", nil
	}
	if i := strings.Index(authority, "@"); i >= 0 {
		authority = authority[i+1:]
	}
	if !strings.HasPrefix(authority, "[") {
		host, port, _ := strings.Cut(authority, ":")
		return host, checkPort(port)
	}
	end := strings.Index(authority, "]")
	if end <= 2 {
		return "", &badURLError{"Invalid authority field: " + authority, illegalArgument}
	}
	host, rest := authority[:end+1], authority[end+1:]
	port, ok := strings.CutPrefix(rest, ":")
	if rest != "" && !ok {
		return "", &badURLError{"Invalid authority field: " + authority, illegalArgument}
	}
	return host, checkPort(port)
}

// checkPort takes any number that fits into 32 bits and isn't below -1.
func checkPort(port string) error {
	if port == "" {
		return nil
	}
	n, err := strconv.ParseInt(port, 10, 32)
	if err != nil {
		return &badURLError{fmt.Sprintf("Error at index %d in: %q", badIndex(port), port), "number_format_exception"}
	}
	if n < -1 {
		return &badURLError{fmt.Sprintf("Invalid port number :%d", n), illegalArgument}
	}
	return nil
}

func badIndex(port string) int {
	for i, c := range port {
		if (c < '0' || c > '9') && !(i == 0 && len(port) > 1 && (c == '-' || c == '+')) {
			return i
		}
	}
	return 0
}
