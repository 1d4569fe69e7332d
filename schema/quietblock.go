package schema

import (
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/monitors/quiet"
	"github.com/alertplan/alertplan/schema/internal/zone"
)

// quietBlock is a quiet_hours or maintenance block that is being read.
type quietBlock struct {
	*monitorBlock
	unknown string // monitors.UnknownText of what has no value in this run
	broken  bool   // something is wrong, and has been told
}

func (q *quietBlock) wrong(name checkName, at place, detail string, args ...any) {
	q.broken = true
	q.report(name, at, detail, args...)
}

// known is a text; false where it is absent, wrong or unknown.
func (q *quietBlock) known(name string) (string, bool) {
	if !q.has(name) {
		if _, there := q.attributes[name]; there {
			q.broken = true // null
			q.needed(name)
		}
		return "", false
	}
	text, ok := q.publicText(name)
	if isUnknown(text) {
		q.unknown = bothUnknown(q.unknown, text)
		return "", false
	}
	q.broken = q.broken || !ok
	return text, ok
}

// zone is a time zone as Java writes it, and where it is.
func (q *quietBlock) zone(name string) (string, *time.Location) {
	text, ok := q.known(name)
	if !ok {
		return "", nil
	}
	id := q.timezone(text, q.at(name))
	location, err := quiet.Location(id)
	if _, known := zone.Canonical(id); !known || err != nil {
		q.broken = true // told
		return id, nil
	}
	return id, location
}

// listed is one text of a list, and where it stands.
type listed struct {
	text string
	at   place
}

func (q *quietBlock) list(name string) []listed {
	v, ok := q.value(name)
	if !ok {
		q.broken = q.broken || q.has(name)
		return nil
	}
	plain, marks := v.UnmarkDeep()
	switch t := plain.Type(); {
	case hasSecret(marks):
		q.wrong("sensitive-value", q.at(name), "%s must not hold a secret, since it is printed and stored in clear. If it is none, use nonsensitive().", name)
		return nil
	case !plain.IsWhollyKnown():
		q.unknown = bothUnknown(q.unknown, unknownText(v))
		return nil
	case !isList(t):
		q.wrong("wrong-type", q.at(name), "%s must be a list of texts, and this is %s.", name, article(t))
		return nil
	}
	var out []listed
	for i, element := range plain.AsValueSlice() {
		at := place{elementRange(q.attributes[name].Expr, i), q.block}
		if element.IsNull() || element.Type() != cty.String {
			q.wrong("wrong-type", at, "%s must be a list of texts.", name)
			continue
		}
		out = append(out, listed{element.AsString(), at})
	}
	return out
}
