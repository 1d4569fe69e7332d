package amazongate

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// claim is what an Authorization header says.
type claim struct {
	keyID, day, region, service string
	signedHeaders               []string
	signature                   string
}

func parseAuthorization(header string) (c claim, problem string) {
	rest, ok := strings.CutPrefix(header, "AWS4-HMAC-SHA256 ")
	if !ok {
		return c, "'" + header + "' not a valid key=value pair (missing equal-sign) in Authorization header: '" + header + "'."
	}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "Credential":
			scope := strings.Split(value, "/")
			if len(scope) != 5 || scope[4] != "aws4_request" {
				return c, "Credential must have exactly 5 slash-delimited elements"
			}
			c.keyID, c.day, c.region, c.service = scope[0], scope[1], scope[2], scope[3]
		case "SignedHeaders":
			c.signedHeaders = strings.Split(value, ";")
		case "Signature":
			c.signature = value
		}
	}
	if c.keyID == "" || c.signature == "" || len(c.signedHeaders) == 0 {
		return c, "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter."
	}
	return c, ""
}

// canonicalRequest is a request in the form that is signed, as AWS describes it
// ("Create a signed AWS API request").
func canonicalRequest(r *http.Request, body []byte, signed []string) (text, problem string) {
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	if sent, there := r.Header["X-Amz-Content-Sha256"]; there && sent[0] != hash {
		return "", "The provided 'x-amz-content-sha256' header does not match what was computed."
	}
	for _, name := range mustBeSigned(r, len(body)) {
		if !slices.Contains(signed, name) {
			return "", "'" + name + "' must be a 'SignedHeader' in the AWS Authorization."
		}
	}
	path, query, _ := strings.Cut(r.RequestURI, "?")
	lines := []string{r.Method, escaped(path, "/"), canonicalQuery(query)}
	for _, name := range signed {
		lines = append(lines, name+":"+headerValue(r, name))
	}
	return strings.Join(append(lines, "", strings.Join(signed, ";"), hash), "\n"), ""
}

// mustBeSigned is stricter than Amazon is: the host, the time, all of x-amz-…, and
// what the body is.
func mustBeSigned(r *http.Request, bodySize int) []string {
	must := []string{"host", "x-amz-date"}
	if bodySize > 0 {
		must = append(must, "content-type")
	}
	for name := range r.Header {
		if name = strings.ToLower(name); strings.HasPrefix(name, "x-amz-") {
			must = append(must, name)
		}
	}
	return must
}

func headerValue(r *http.Request, name string) string {
	switch name {
	case "host":
		return r.Host
	case "content-length":
		return strconv.FormatInt(r.ContentLength, 10)
	}
	var values []string
	for _, v := range r.Header.Values(name) {
		values = append(values, strings.Join(strings.Fields(v), " "))
	}
	return strings.Join(values, ",")
}

// canonicalQuery sorts parameters as they are escaped.
func canonicalQuery(raw string) string {
	var pairs []string
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		pairs = append(pairs, escaped(unescaped(name), "")+"="+escaped(unescaped(value), ""))
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}

func unescaped(text string) string {
	if plain, err := url.PathUnescape(text); err == nil { // a + is a plus, not a blank
		return plain
	}
	return text
}

// escaped writes all but RFC 3986's unreserved characters, and those of keep, as
// %XX.
func escaped(text, keep string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~", c) >= 0, strings.IndexByte(keep, c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
		}
	}
	return b.String()
}

func signature(secret, at string, c claim, canonical string) string {
	sum := sha256.Sum256([]byte(canonical))
	scope := strings.Join([]string{c.day, c.region, c.service, "aws4_request"}, "/")
	toSign := strings.Join([]string{"AWS4-HMAC-SHA256", at, scope, hex.EncodeToString(sum[:])}, "\n")
	key := []byte("AWS4" + secret)
	for _, part := range []string{c.day, c.region, c.service, "aws4_request", toSign} {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return hex.EncodeToString(key)
}
