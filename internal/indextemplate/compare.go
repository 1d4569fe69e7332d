package indextemplate

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Comparison is how a cluster differs from a template.
type Comparison struct {
	Options  Options
	Next     Shape  // what the next index is made of
	Newest   string // the newest index that there is; "" for none
	Rival    int    // the highest priority of another template for these indices, of the kind of ours; -1: there is none
	Findings []Finding
}

// Compare tells what of a cluster loses events or breaks alerts. next is a name that the
// next index may have; newest and live are the newest index that there is, "" for none.
func Compare(o Options, c Cluster, next string, newest string, live Shape) Comparison {
	out := Comparison{Options: o, Next: c.Next(next), Newest: newest, Rival: -1}
	for _, t := range c.fitting(next) {
		if t.Name != o.Name && t.Legacy == o.legacy() {
			out.Rival = max(out.Rival, t.Priority)
		}
	}
	f := &findings{}
	if o.For.Types && live.Type != out.Next.Type && newest != "" && (len(out.Next.From) > 0 || o.Type != live.Type) {
		f.add(OtherType, LosesEvents, "", live.Type) // first: what the others advise would lose everything
	}
	f.templates(o, c, out.Next, next)
	if len(out.Next.From) > 0 {
		f.shape(o, out.Next)
	}
	if newest != "" {
		f.index = newest
		f.shape(o, live)
	}
	out.Findings = f.list
	slices.SortStableFunc(out.Findings, func(a, b Finding) int { return rank(a) - rank(b) })
	return out
}

// rank puts the next index before the newest, and loss before silence before notes.
func rank(f Finding) int {
	n := map[Effect]int{LosesEvents: 0, BreaksAlerts: 1, Note: 2}[f.Effect]
	if f.Index != "" {
		n += 3
	}
	return n
}

// templates looks at which template wins.
func (f *findings) templates(o Options, c Cluster, next Shape, name string) {
	if len(next.From) == 0 {
		f.add(NoTemplate, LosesEvents, "", "")
		return
	}
	winner := next.From[len(next.From)-1]
	if next.Streams {
		f.add(Streams, LosesEvents, winner.Name, "")
	}
	for _, t := range c.fitting(name) {
		switch {
		case slices.ContainsFunc(next.From, func(x Template) bool { return x.Name == t.Name && x.Legacy == t.Legacy }):
		case t.Name == o.Name && t.Legacy == o.legacy():
			f.add(Outranked, outranking(o, next), t.Name, fmt.Sprintf("%d, and %s has %d", t.Priority, winner.Name, winner.Priority))
		case t.Legacy:
			f.add(Shadows, Note, t.Name, winner.Name)
		}
	}
}

// outranking is no more than a note where the winner is as good.
func outranking(o Options, winner Shape) Effect {
	probe := &findings{}
	probe.shape(o, winner)
	if Differs(probe.list) {
		return LosesEvents
	}
	return Note
}

// shape looks at what an index does with CloudTrail's events.
func (f *findings) shape(o Options, s Shape) {
	if modeOf(s.mapping, grows) == refuses {
		f.add(Strict, LosesEvents, "", "")
	}
	for _, x := range slices.Concat(fieldsOf(o.Kind), cloudTrailFields) {
		switch x.shape {
		case free:
			f.object(s, x.path)
		case words:
			f.words(s, x.path)
		case prose:
			f.prose(s, x.path)
		case moment:
			f.moment(s, x.path)
		}
	}
	for _, path := range []string{"responseElements", "additionalEventData"} {
		f.object(s, path)
	}
	for _, path := range []string{"userIdentity", "userIdentity.sessionContext", "resources", "tlsDetails"} {
		if r := s.resolve(path, anObj); r.declared && !holdsFields(r.def) {
			f.add(NoObject, LosesEvents, path, r.def.Text("type"))
		}
	}
	f.limit(o, s)
}

// variable are the objects whose keys differ from call to call.
var variable = []string{"requestParameters", "responseElements", "serviceEventDetails", "additionalEventData"}

// object looks at one that must not grow.
func (f *findings) object(s Shape, path string) {
	if !slices.Contains(variable, path) {
		return
	}
	r := s.resolve(path, anObj)
	if r.def == nil || isOff(r.def, "enabled") {
		return
	}
	switch kind := r.def.Text("type"); {
	case kind == "flat_object" || kind == "flattened":
		f.add(Flat, LosesEvents, path, kind)
	case kind != "" && kind != "object" && kind != "nested":
		f.add(NoObject, LosesEvents, path, kind)
	case modeOf(r.def, r.within) == grows:
		f.add(Grows, LosesEvents, path, "")
	case modeOf(r.def, r.within) == refuses:
		f.add(Strict, LosesEvents, path, "")
	case path == "requestParameters":
		f.add(OddKeys, Note, path, "")
	}
}

func holdsFields(def *orderedjson.Object) bool {
	kind := def.Text("type")
	return kind == "" || kind == "object" || kind == "nested"
}

// asked are the fields that the controls of CIS and alerts of logins ask for.
var asked = []string{
	"eventName", "eventSource", "eventType", "errorCode", "errorMessage", "awsRegion", "sourceIPAddress", "userAgent", "recipientAccountId",
	"userIdentity.type", "userIdentity.arn", "userIdentity.userName", "userIdentity.principalId", "userIdentity.accountId", "userIdentity.invokedBy",
	"userIdentity.sessionContext.sessionIssuer.arn", "userIdentity.sessionContext.sessionIssuer.userName",
	"responseElements.ConsoleLogin", "additionalEventData.MFAUsed",
}

// words looks at a field of text that is asked for by its .keyword.
func (f *findings) words(s Shape, path string) {
	value := aString
	if path == "apiVersion" { // such as 2012-07-05: default mapping makes a date of it, and refuses 2012-07-05_20
		value = aDate
	}
	r := s.resolve(path, value)
	kind := r.def.Text("type")
	wanted := slices.Contains(asked, path)
	switch {
	case r.under != "" || r.flat || r.def == nil:
		if wanted && r.within != refuses {
			f.add(NotSearched, BreaksAlerts, path, "")
		}
	case isOff(r.def, "index") && wanted:
		f.add(NotSearched, BreaksAlerts, path, "index: false")
	case kind == "text" || kind == "match_only_text":
		if wanted && r.def.Object("fields").Object("keyword").Text("type") != "keyword" {
			f.add(NoKeyword, BreaksAlerts, path, kind)
		}
	case kind == "keyword" || kind == "wildcard" || kind == "constant_keyword":
		if wanted && r.def.Object("fields").Object("keyword") == nil {
			f.add(NoKeyword, BreaksAlerts, path, kind)
		}
	case holdsFields(r.def):
		f.add(NotAField, LosesEvents, path, "object")
	case !s.ignoresMalformed(r.def):
		f.add(Malformed, LosesEvents, path, kind)
	case wanted:
		f.add(NoKeyword, BreaksAlerts, path, kind)
	}
}

// prose looks at a field of long text.
func (f *findings) prose(s Shape, path string) {
	r := s.resolve(path, aString)
	if r.def.Text("type") == "keyword" && !r.def.Has("ignore_above") {
		f.add(LongValue, LosesEvents, path, "keyword")
	}
}

// moment looks at a date.
func (f *findings) moment(s Shape, path string) {
	r := s.resolve(path, aDate)
	kind := r.def.Text("type")
	wanted := path == "@timestamp" || path == "eventTime"
	switch {
	case r.def == nil:
		if wanted && r.within == keeps {
			f.add(NotSearched, BreaksAlerts, path, "")
		}
	case kind != "date" && kind != "date_nanos":
		if wanted {
			f.add(NoDate, BreaksAlerts, path, kind)
		}
	case !s.ignoresMalformed(r.def):
		f.add(Malformed, LosesEvents, path, kind)
	}
}

func (s Shape) ignoresMalformed(def *orderedjson.Object) bool {
	if v, ok := def.Get("ignore_malformed"); ok {
		return orderedjson.Plain(v) == "true"
	}
	return s.settings[ignoreMalformed] == "true"
}

// defaultFieldLimit is total_fields.limit where it is not set.
const defaultFieldLimit = 1000

// limit looks whether there is room for the fields that CloudTrail's events still make,
// where no object grows: then no limit is enough.
func (f *findings) limit(o Options, s Shape) {
	limit := defaultFieldLimit
	if n, err := strconv.Atoi(s.settings[fieldLimit]); err == nil {
		limit = n
	}
	growing := slices.ContainsFunc(f.list, func(x Finding) bool { return x.Code == Grows && x.Index == f.index })
	has, more := count(s.mapping), 0
	for _, x := range slices.Concat(fieldsOf(o.Kind), cloudTrailFields) {
		if r := s.resolve(x.path, aString); !r.declared && r.def != nil {
			more += 1 + r.def.Object("fields").Len()
		}
	}
	if !growing && has+more > limit {
		f.add(Limit, LosesEvents, "", fmt.Sprintf("%d of %d", has, limit))
	}
}

// count counts as the limit does: objects, fields, and fields of fields.
func count(def *orderedjson.Object) int {
	n := 0
	for _, inside := range []string{"properties", "fields"} {
		for _, m := range def.Object(inside).Members() {
			child, _ := m.Value.(*orderedjson.Object)
			n += 1 + count(child)
		}
	}
	return n
}
