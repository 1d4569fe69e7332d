package notifications

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// validate checks what a config needs beyond its own body: a known kind, the
// vendor's URL, the configs that an e-mail channel names. The caller holds the
// lock.
func (a *API) validate(c config) error {
	if c.kind == None {
		return refused(406, "NotificationConfig with type NONE is not acceptable")
	}
	if wrong := a.manners.checkVendor(c); wrong != "" {
		return refused(400, "%s", wrong)
	}
	if e, ok := c.data.(emailData); ok {
		return a.checkReferences(e)
	}
	return nil
}

func (a *API) checkReferences(e emailData) error {
	if slices.Contains(e.groups, e.account) {
		return refused(400, "Config IDs %s is in both emailAccountID and emailGroupIds", e.account)
	}
	ids := distinct(append([]string{e.account}, e.groups...), func(string) bool { return true })
	missing := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return a.store.live[id] != nil })
	if len(missing) > 0 {
		return refused(404, "Config IDs not found:%s", javaList(missing))
	}
	for _, id := range ids {
		if wrong := wrongReference(a.store.live[id].config.kind, id, e.account); wrong != "" {
			return refused(406, "configId %s is not a valid %s", id, wrong)
		}
	}
	return nil
}

func wrongReference(kind Kind, id, account string) string {
	switch {
	case kind == EmailGroup && id == account:
		return "email account ID"
	case (kind == SMTP || kind == SES) && id != account:
		return "email group ID"
	case kind != EmailGroup && kind != SMTP && kind != SES:
		return "email group ID or email account ID"
	}
	return ""
}

const (
	maxIDBytes   = 512
	maxTermBytes = 32766
)

// indexable tells what the index itself refuses: ids that are too long, header
// names that can't be names of fields, and texts that are too long for a term.
func (m manners) indexable(id string, c config) error {
	if len(id) > maxIDBytes {
		e := rest.ValidationFailed(fmt.Sprintf("id [%s] is too long, must be no longer than %d bytes but was: %d", id, maxIDBytes, len(id)))
		return m.writeRefused(400, e, nil)
	}
	if w, ok := c.data.(webhookData); ok {
		for _, name := range w.headers.Keys() {
			if wrong := fieldNameFault(name); wrong != "" {
				e := rest.Errorf(500, "mapper_parsing_exception", "failed to parse")
				return m.writeRefused(500, e.Because(rest.IllegalArgument("%s", wrong)), rest.Errorf(500, e.Type, "%s", e.Reason))
			}
		}
	}
	if field, value, ok := tooLong(c); ok {
		return m.writeRefused(400, rest.IllegalArgument("%s", immenseTerm(field, value)), nil)
	}
	return nil
}

// fieldNameFault tells why the index takes no field of a name, "" where it does
// (channels/header_names).
func fieldNameFault(name string) string {
	if name == "" {
		return "field name cannot be an empty string"
	}
	if !strings.Contains(name, ".") {
		return ""
	}
	parts := strings.Split(strings.TrimRight(name, "."), ".")
	if len(parts) == 1 && parts[0] == "" {
		return "field name cannot contain only the character [.]"
	}
	for _, part := range parts {
		if part == "" {
			return fmt.Sprintf("object field starting or ending with a [.] makes object resolution ambiguous: [%s]", name)
		}
		if !strings.ContainsFunc(part, func(r rune) bool { return !isJavaSpace(r) }) {
			return fmt.Sprintf("object field cannot contain only whitespace: ['%s']", name)
		}
	}
	return ""
}

// tooLong finds a text that is too long to be one term of a keyword field.
func tooLong(c config) (field, value string, ok bool) {
	d := indexed(c)
	for _, name := range slices.Sorted(maps.Keys(fieldTypes)) {
		for _, v := range d[name] {
			if len(v) > maxTermBytes && fieldTypes[name] == keyword {
				return name, v, true
			}
			if len(v) > maxTermBytes {
				return name + keywordSuffix, v, true
			}
		}
	}
	return "", "", false
}

func immenseTerm(field, value string) string {
	var prefix bytes.Buffer
	for i, b := range []byte(value[:30]) {
		if i > 0 {
			prefix.WriteString(", ")
		}
		fmt.Fprintf(&prefix, "%d", int8(b))
	}
	return fmt.Sprintf("Document contains at least one immense term in field=\"config.%s\" (whose UTF8 encoding is longer than the max length %d), "+
		"all of which were skipped.  Please correct the analyzer to not produce such terms.  The prefix of the first immense term is: '[%s]...', "+
		"original message: bytes can be at most %d in length; got %d", field, maxTermBytes, prefix.String(), maxTermBytes, len(value))
}

// distinct are the texts that keep, each once, in their order.
func distinct(texts []string, keep func(string) bool) []string {
	out := []string{}
	for _, t := range texts {
		if keep(t) && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

func notBlank(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsSpace(r) })
}

// isJavaSpace is Character.isWhitespace, for which no-break spaces are none.
func isJavaSpace(r rune) bool {
	switch r {
	case '\u00a0', '\u2007', '\u202f', '\u0085':
		return false
	case '\u001c', '\u001d', '\u001e', '\u001f':
		return true
	}
	return unicode.IsSpace(r)
}
