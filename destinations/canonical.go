package destinations

import (
	"maps"
	"strings"
)

// Canonical fills in what the server stores when it is left out
// (alerting-api.md 6.2): desired and live then compare equal when they mean the
// same.
func (d Destination) Canonical() Destination {
	w, ok := d.Settings.(*WebhookSettings)
	if !ok {
		return d
	}
	filled := WebhookSettings{URL: w.URL, Method: w.Method, Headers: maps.Clone(w.Headers)}
	if filled.Method == "" {
		filled.Method = "POST"
	}
	d.Settings = &filled
	return d
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
