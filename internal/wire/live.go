package wire

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// ErrNotMonitor says that a hit is something else than a monitor or a workflow: a
// legacy destination, or a monitor's bookkeeping.
var ErrNotMonitor = errors.New("not a monitor")

// defaultOwner is the owner of monitors that no other plugin made; versions
// before 2.4 know no owner.
const defaultOwner = "alerting"

// DecodeLive reads a monitor or a workflow as a cluster gives it: a hit of _search, its source
// bare or raw ({"monitor": …}: the server stops unwrapping at the first hit that
// it can't read itself), or the answer of GET, POST or PUT. A monitor that can't
// be decoded is no error but Unreadable. The error is ErrNotMonitor, or an
// *Error where there is no id or no body.
func DecodeLive(envelope *orderedjson.Object) (monitors.Live, error) {
	r := &reader{}
	o := object{Object: envelope, r: r}
	live := monitors.Live{ID: o.text("_id"), Version: monitors.Version{
		SeqNo: o.long("_seq_no"), PrimaryTerm: o.long("_primary_term"),
	}}
	body, err := monitorBody(envelope)
	if err != nil {
		return monitors.Live{}, err
	}
	if live.ID == "" {
		r.fail("_id", "is missing")
	}
	if r.err != nil {
		return monitors.Live{}, r.result()
	}
	if isWorkflow(envelope, body) {
		live.Monitor.Type, live.Delegates = monitors.Composite, delegateIDs(body)
	}
	live.UIMetadata = body.Object("ui_metadata")
	live.Mark = DecodeMark(live.UIMetadata)
	live.Destinations = destinationIDs(body)
	live.Owner = defaultOwner
	if owner := body.Text("owner"); owner != "" {
		live.Owner = owner
	}
	live.LastUpdate, live.EnabledTime = moment(body, "last_update_time"), moment(body, "enabled_time")
	fillMonitor(&live, body)
	return live, nil
}

// fillMonitor decodes the monitor itself, or says why that can't be done.
func fillMonitor(live *monitors.Live, body *orderedjson.Object) {
	decode := DecodeMonitor
	if live.Monitor.Type == monitors.Composite {
		decode = DecodeWorkflow
	}
	m, err := decode(body)
	if err == nil {
		err = ownDataSources(body)
	}
	if err == nil {
		err = ownTarget(body)
	}
	if err != nil {
		live.Monitor = monitors.Monitor{Name: body.Text("name"), Type: live.Monitor.Type}
		live.Unreadable = err.Error()
		return
	}
	if live.Mark != nil {
		applyMark(&m, *live.Mark)
	}
	// What the server stored is canonical by definition: where we can't bring it
	// to that form ourselves, it stays as it is.
	if canonical, err := m.Canonical(); err == nil {
		m = canonical
	}
	takeMutes(&m, live.Mark)
	readUIMetadata(&m, live.UIMetadata)
	live.Monitor = m
}

// monitorBody finds the monitor in a hit or an envelope.
func monitorBody(envelope *orderedjson.Object) (*orderedjson.Object, error) {
	holder := envelope
	source := envelope.Object("_source")
	if source != nil {
		holder = source
	}
	if body := holder.Object("monitor"); body != nil {
		return body, nil
	}
	if body := holder.Object("workflow"); body != nil {
		return body, nil
	}
	for _, key := range []string{"destination", accountKey, groupKey, "metadata"} {
		if holder.Has(key) && !holder.Has("triggers") {
			return nil, ErrNotMonitor
		}
	}
	if source == nil {
		return nil, &Error{Reason: "the answer holds no monitor"}
	}
	return source, nil
}

// ownDataSources refuses monitors that keep their alerts in other indices than
// the alerting plugin's own: they belong to another plugin, and a PUT would
// reset the indices, or be refused.
func ownDataSources(body *orderedjson.Object) error {
	sources := body.Object("data_sources")
	for _, key := range []string{"query_index", "findings_index", "alerts_index"} {
		name := sources.Text(key)
		if name != "" && !slices.Contains(defaultIndices, name) {
			return &Error{Path: "data_sources." + key, Reason: "is " + strings.ToValidUTF8(name, "�") + ": the monitor belongs to another plugin"}
		}
	}
	return nil
}

// ownTarget refuses monitors that ask another cluster (3.7 and later, from
// source): a PUT without their target would let them ask their own.
func ownTarget(body *orderedjson.Object) error {
	kind := body.Object("target").Text("type")
	if kind == "" || kind == "local" {
		return nil
	}
	return &Error{Path: "target.type", Reason: "is " + strings.ToValidUTF8(kind, "�") + ": the monitor asks another cluster"}
}

// defaultIndices are the alerting plugin's own (2.4 and later).
var defaultIndices = []string{
	".opensearch-alerting-queries", ".opensearch-alerting-finding-history-write", ".opendistro-alerting-alerts",
}

func (o object) long(key string) int64 {
	v := o.value(key)
	n, ok := v.(json.Number)
	if !ok {
		if v != nil {
			o.r.fail(o.at(key), "must be a number")
		}
		return 0
	}
	i, err := n.Int64()
	if err != nil {
		o.r.fail(o.at(key), "must be a whole number")
	}
	return i
}

func value(o *orderedjson.Object, key string) any {
	v, _ := o.Get(key)
	return v
}

// moment is a time in milliseconds since 1970, zero where there is none.
func moment(o *orderedjson.Object, key string) time.Time {
	ms, ok := wholeNumber(value(o, key))
	if !ok {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
