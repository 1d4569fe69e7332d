package rest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// maxBodyBytes is the size of a body that is still read (http.max_content_length).
const maxBodyBytes = 100 << 20

// format is a notation of bodies.
type format int

const (
	formatNone format = iota
	formatJSON
	formatYAML
)

// formatNamed finds a format by its name or media type. The newline-delimited
// form of _bulk counts as JSON.
func formatNamed(name string) format {
	switch name {
	case "json", "application/json", "application/x-ndjson", "application/vnd.opensearch+json":
		return formatJSON
	case "yaml", "application/yaml":
		return formatYAML
	}
	return formatNone
}

var contentTypeShape = pattern.New(`^\s*[!#$%&'*+.^_|~0-9A-Za-z` + "`" + `-]+/[!#$%&'*+.^_|~0-9A-Za-z` + "`" + `-]+\s*(;\s*[^;=]+=[^;]*\s*)*;?\s*$`)

// formatOfHeader reads the Content-Type header. One that is no media type is a
// 400 on any request, with a body or without (http/content_type_without_a_body).
func formatOfHeader(d dialect.Dialect, header string) (format, error) {
	if header == "" {
		return formatNone, nil
	}
	if !contentTypeShape.MatchString(header) {
		reason := fmt.Sprintf("invalid Content-Type header [%s]", header)
		e := Errorf(http.StatusBadRequest, "content_type_header_exception", "java.lang.IllegalArgumentException: %s", reason)
		return formatNone, e.Because(&Error{Type: "illegal_argument_exception", Reason: reason})
	}
	kind := mediaType(header)
	if d.NoVendorMediaType && strings.HasPrefix(kind, "application/vnd.") || !strings.Contains(kind, "/") {
		return formatNone, nil
	}
	return formatNamed(kind), nil
}

// readBody reads and unzips the body and checks that its format is known.
func (r *Request) readBody(hr *http.Request) error {
	raw, err := io.ReadAll(io.LimitReader(hr.Body, maxBodyBytes+1))
	if err != nil {
		return notRead(err)
	}
	if len(raw) > maxBodyBytes {
		return Errorf(http.StatusRequestEntityTooLarge, "too_large", "body of more than %d bytes", maxBodyBytes)
	}
	if strings.EqualFold(hr.Header.Get("Content-Encoding"), "gzip") && len(raw) > 0 {
		if raw, err = unzip(raw); err != nil {
			return err
		}
	}
	r.raw = raw
	if len(raw) > 0 && r.format == formatNone {
		return r.WrongContentType()
	}
	return nil
}

// WrongContentType is the 406 of a body in a format that the route can't read;
// handlers of streams (_bulk, _msearch) answer it to YAML.
func (r *Request) WrongContentType() error {
	return &TextError{
		Status: http.StatusNotAcceptable,
		Text:   fmt.Sprintf("Content-Type header [%s] is not supported", r.ContentType()),
	}
}

func unzip(raw []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err == nil {
		var plain []byte
		if plain, err = io.ReadAll(io.LimitReader(z, maxBodyBytes+1)); err == nil && len(plain) <= maxBodyBytes {
			return plain, nil
		}
	}
	return nil, Errorf(http.StatusBadRequest, "decompression_exception", "Input is not in the GZIP format")
}

// readQuery reads the parameters of the query. Of one name sent twice the last
// counts; a malformed escape is a 400.
func (r *Request) readQuery(query string) error {
	for pair := range strings.FieldsFuncSeq(query, func(c rune) bool { return c == '&' || c == ';' }) {
		name, value, _ := strings.Cut(pair, "=")
		for _, part := range []*string{&name, &value} {
			text, err := decode(strings.ReplaceAll(*part, "+", " "))
			if err != nil {
				e := Errorf(http.StatusBadRequest, "bad_parameter_exception", "java.lang.IllegalArgumentException: %s", err.Error())
				return e.Because(&Error{Type: "illegal_argument_exception", Reason: err.Error()})
			}
			*part = text
		}
		if name != "" {
			r.params[name] = value
		}
	}
	return nil
}

// decode undoes percent-encoding. A plus sign stays one.
func decode(s string) (string, error) {
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			continue
		}
		if i+1 == len(s) {
			return "", fmt.Errorf("unterminated escape sequence at end of string: %s", s)
		}
		if i+2 == len(s) {
			return "", fmt.Errorf("partial escape sequence at end of string: %s", s)
		}
		if !isHex(s[i+1]) || !isHex(s[i+2]) {
			return "", fmt.Errorf("invalid escape sequence `%s' at index %d of: %s", s[i:i+3], i, s)
		}
		i += 2
	}
	return url.PathUnescape(s)
}

func isHex(c byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0 }
