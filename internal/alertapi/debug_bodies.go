package alertapi

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// How much of a body a trace shows.
const (
	shownLines = 60
	shownWidth = 300 // characters of a line
)

// shownBody is a body as a trace shows it: laid out, its secrets masked, cut.
func shownBody(body []byte) string {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return ""
	}
	if v, err := orderedjson.ParseLimited(body); err == nil {
		return cutLines(indented(masked(v)))
	}
	if lines, ok := jsonLines(body); ok {
		return cutLines(lines)
	}
	return cutLines(maskedText(cutHeaders.ReplaceAllString(string(body), "${1} "+destinations.Masked)))
}

// jsonLines are the lines of a bulk request, each on one.
func jsonLines(body []byte) (string, bool) {
	var out []string
	for line := range bytes.Lines(body) {
		v, err := orderedjson.ParseLimited(line)
		if err != nil {
			return "", false
		}
		text, err := orderedjson.Marshal(masked(v))
		if err != nil {
			return "", false
		}
		out = append(out, string(text))
		if len(out) > shownLines {
			break
		}
	}
	return strings.Join(out, "\n"), true
}

func indented(v any) string {
	text, err := orderedjson.MarshalIndent(v)
	if err != nil {
		return ""
	}
	return string(text)
}

// cutLines bounds a text, and says so where it does.
func cutLines(text string) string {
	lines := strings.Split(text, "\n")
	more := len(lines) - shownLines
	if more > 0 {
		lines = lines[:shownLines]
	}
	for i, line := range lines {
		if runes := []rune(line); len(runes) > shownWidth {
			lines[i] = fmt.Sprintf("%s… (%d more)", string(runes[:shownWidth]), len(runes)-shownWidth)
		}
	}
	if more > 0 {
		lines = append(lines, fmt.Sprintf("… (%d more lines)", more))
	}
	return strings.Join(lines, "\n")
}

// secretKeys are the fields whose values are secret, whoever's they are: a list of
// channels holds those of others, too, which no configuration of ours names.
var secretKeys = map[string]bool{
	"url": true, "password": true, "username": true, "token": true, "secret": true, "authorization": true, "api_key": true,
	"access_key": true, "secret_key": true, "session_token": true, "header_params": true, "headers": true, "query_params": true,
}

// webhookKeys are secret within a webhook only: a monitor's path is none.
var webhookKeys = map[string]bool{"host": true, "path": true}

// masked is a body without what may be secret in it.
func masked(v any) any { return maskedWithin(v, "") }

func maskedWithin(v any, parent string) any {
	switch v := v.(type) {
	case *orderedjson.Object:
		out := orderedjson.NewObject()
		for _, m := range v.Members() {
			key := strings.ToLower(m.Key)
			if secretKeys[key] || webhookKeys[key] && strings.Contains(parent, "webhook") {
				out.Set(m.Key, hidden(m.Value))
				continue
			}
			out.Set(m.Key, maskedWithin(m.Value, key))
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = maskedWithin(x, parent)
		}
		return out
	case string:
		return maskedText(v)
	}
	return v
}

// hidden keeps the shape of a value: the names of headers are no secret.
func hidden(v any) any {
	switch v := v.(type) {
	case *orderedjson.Object:
		out := orderedjson.NewObject()
		for _, m := range v.Members() {
			out.Set(m.Key, hidden(m.Value))
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = hidden(x)
		}
		return out
	case nil:
		return nil
	case string:
		if v == "" {
			return v
		}
	}
	return destinations.Masked
}

// secretsInText are what a text may quote: URLs of chats, which are secrets as a
// whole; the user of a URL; fields of a body that is cut, and so no JSON; headers.
var (
	chatURLs      = pattern.New(`(?i)(https?://(?:hooks\.slack\.com|hooks\.chime\.aws|[a-z0-9.-]*webhook\.office\.com|[a-z0-9.-]*\.logic\.azure\.com)[^/\s"']*/)[^\s"'\\<>]+`)
	cutFields     = pattern.New(`(?i)("(?:url|password|username|token|secret|authorization|api_key)"\s*:\s*")(?:[^"\\]|\\.)*`)
	quotedHeaders = pattern.New(`(?i)\b(Basic|Bearer|AWS4-HMAC-SHA256)\s+[A-Za-z0-9+/=._~-]{8,}(?:,?\s*(?:Credential|SignedHeaders|Signature)=[^\s,"']+)*`)
	quotedTokens  = pattern.New(`(?i)(x-amz-security-token:)\s*\S+`)
	cutHeaders    = pattern.New(`(?is)("(?:header_params|headers|query_params)"\s*:).*`)
)

func maskedText(text string) string {
	text = chatURLs.ReplaceAllString(text, "${1}"+destinations.Masked)
	text = cutFields.ReplaceAllString(text, "${1}"+destinations.Masked)
	text = quotedHeaders.ReplaceAllString(text, "${1} "+destinations.Masked)
	text = quotedTokens.ReplaceAllString(text, "${1} "+destinations.Masked)
	return maskUserInfo(text)
}
