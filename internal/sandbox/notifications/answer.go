package notifications

import (
	"compress/flate"
	"compress/gzip"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"
)

// maxAnswer is how much of an answer is read, in bytes.
const maxAnswer = 50 << 20

func readAnswer(r *http.Response, t target) (received, error) {
	_, phrase, _ := strings.Cut(r.Status, " ")
	a := received{status: r.StatusCode, phrase: phrase, shown: javaResponse(r)}
	if r.StatusCode == http.StatusNoContent || r.StatusCode == http.StatusNotModified || r.StatusCode == http.StatusResetContent {
		return a, nil
	}
	a.hasBody = true
	body, err := decoded(r)
	if err != nil {
		return a, &clientError{readClass(err), readText(err, t)}
	}
	data, err := io.ReadAll(io.LimitReader(body, maxAnswer))
	if err != nil {
		return a, &clientError{readClass(err), readText(err, t)}
	}
	a.body = decodeText(data, r.Header.Get("Content-Type"), a.status)
	return a, nil
}

// decoded unpacks what the request has offered to take.
func decoded(r *http.Response) (io.Reader, error) {
	switch strings.ToLower(r.Header.Get("Content-Encoding")) {
	case "gzip", "x-gzip":
		return gzip.NewReader(r.Body)
	case "deflate":
		return flate.NewReader(r.Body), nil
	}
	return r.Body, nil
}

// latinTypes are the content types of which the client's library knows Latin-1 as
// the character set. JSON it takes for UTF-8.
const latinTypes = " text/plain text/html text/xml application/xml application/atom+xml application/svg+xml " +
	"application/xhtml+xml application/x-www-form-urlencoded multipart/form-data "

// decodeText reads a body in the character set that it names or that its type
// implies. Without either it is UTF-8 in a good answer and Latin-1 in a refusal,
// as the plugin reads them.
func decodeText(data []byte, contentType string, status int) string {
	kind, params, _ := mime.ParseMediaType(contentType)
	set := strings.ToLower(params["charset"])
	if set == "" {
		isJSON := kind == "application/json"
		isLatin := strings.Contains(latinTypes, " "+kind+" ") && kind != "" || status >= 300 && !isJSON
		if isLatin {
			set = "iso-8859-1"
		}
	}
	if set != "iso-8859-1" {
		return strings.ToValidUTF8(string(data), string(utf8.RuneError))
	}
	var b strings.Builder
	for _, c := range data {
		b.WriteRune(rune(c))
	}
	return b.String()
}
