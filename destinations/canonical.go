package destinations

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Canonical fills in what the server stores when it is left out
// (alerting-api.md 6.2), and puts in order what has none: desired and live then
// compare equal when they mean the same.
func (d Destination) Canonical() Destination {
	switch s := d.Settings.(type) {
	case *WebhookSettings:
		filled := *s
		filled.Headers = maps.Clone(s.Headers)
		filled.Method = cmp.Or(s.Method, "POST")
		d.Settings = &filled
	case *EmailSettings:
		d.Settings = &EmailSettings{Account: s.Account, Recipients: sortedTexts(s.Recipients), Groups: sortedRefs(s.Groups)}
	case *EmailGroupSettings:
		d.Settings = &EmailGroupSettings{Recipients: sortedTexts(s.Recipients)}
	}
	return d
}

// sortedTexts are each once, as an e-mail goes to each once.
func sortedTexts(texts []string) []string { return slices.Compact(slices.Sorted(slices.Values(texts))) }

func sortedRefs(refs []Ref) []Ref {
	return slices.CompactFunc(slices.SortedFunc(slices.Values(refs), func(a, b Ref) int {
		return cmp.Or(strings.Compare(a.String(), b.String()), strings.Compare(a.ID, b.ID))
	}), Ref.Same)
}

// KeepContentType gives a desired webhook that has headers of its own, but no
// Content-Type among them, the one that it would have without them: any header
// makes the server drop "Content-Type: application/json", and the message goes
// out as text/plain (observed on 2.19.4 and 3.5.0: sending/own_headers).
func (d Destination) KeepContentType() Destination {
	w, ok := d.Settings.(*WebhookSettings)
	if !ok || len(w.Headers) == 0 {
		return d
	}
	for name := range w.Headers {
		if strings.EqualFold(name, "Content-Type") {
			return d
		}
	}
	kept := *w
	kept.Headers = maps.Clone(w.Headers)
	kept.Headers["Content-Type"] = NewSecret("application/json")
	d.Settings = &kept
	return d
}
