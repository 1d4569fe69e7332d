package elastalert

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/convert/yamltext"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// post is a webhook that gets JSON: fields of an event, and values that are always the same.
func (a alerter) post() []func() string {
	s := a.get("http_post_url")
	urls := s.texts()
	payload := a.get("http_post_payload")
	switch {
	case len(urls) == 0:
		a.refuse(a.at, "Webhook that is missing", "The alerter post has its URL in http_post_url, which is not there.")
		return nil
	case a.get("http_post_all_values").truth(!payload.there()):
		a.refuse(a.at, "Alerter that is not converted", "It posts whole events, with what ElastAlert adds to them, and a message can't say that. Name what the receiver needs in http_post_payload; or let --destination ADDRESS be told instead.")
		return nil
	}
	a.note(a.at, "Posts of a webhook", "ElastAlert posts each of the events that it tells of. The monitor posts the first of what a run finds, and all of its fields as texts.")
	var all []func() string
	for _, url := range urls {
		all = append(all, func() string {
			return a.declare("webhook", url, a.hint(s, ""), func(b *generate.Block, label string) {
				b.Set("url", a.secret("webhook", label, "url", ""))
				if headers := pairs(a.get("http_post_headers").value); len(headers) > 0 {
					o := orderedjson.NewObject(orderedjson.Member{Key: "Content-Type", Value: "application/json"})
					for _, h := range headers {
						if !strings.EqualFold(h.Key.Value, "Content-Type") {
							o.Set(h.Key.Value, a.secret("webhook", label, h.Key.Value, ""))
						}
					}
					b.Set("headers", o)
				}
			})
		})
	}
	return all
}

// payload is the message that a webhook posts.
func (a alerter) payload() string {
	m := message{rule: a.rule, window: a.w, prefix: firstHit}
	var members []string
	static := a.get("http_post_static_payload")
	fields := pairs(a.get("http_post_payload").value)
	for _, p := range pairs(static.value) {
		v, ok := a.json(static.in, p.Value, 0)
		text, err := orderedjson.Marshal(v)
		named := slices.ContainsFunc(fields, func(f yamltext.Pair) bool { return f.Key.Value == p.Key.Value })
		if ok && err == nil && !named {
			members = append(members, quoted(p.Key.Value)+": "+a.literal(static.at(), string(text)))
		}
	}
	for _, p := range fields {
		members = append(members, quoted(p.Key.Value)+`: "`+m.field(a.get("http_post_payload"), p.Value.Value)+`"`)
	}
	return "{" + strings.Join(members, ", ") + "}"
}

func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		return `""`
	}
	return string(b)
}
