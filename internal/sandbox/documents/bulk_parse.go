package documents

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// bulkItem is one action of a _bulk with its document.
type bulkItem struct {
	action  string
	kind    string // the type that its line names; "" for none
	write   index.Write
	options writeOptions
	hasID   bool
	// raw is the document as it was sent; of an update, its body is read already.
	raw    []byte
	update update
	faults []string      // why it does not validate
	again  bool          // a document before it was added to the same index
	unmade error         // why there is no index to write to
	show   *sourceFilter // asked for in the action line; nil: not there
}

// knownMetadata are the keys of an action line that change nothing here.
var knownMetadata = []string{"op_type"}

// parseBulk splits a body into its items. An error refuses the whole request
// (documents/bulk_malformed).
func (s *Service) parseBulk(raw []byte, defaultIndex string, usual writeOptions) ([]bulkItem, error) {
	if !bytes.HasSuffix(raw, []byte("\n")) {
		return nil, rest.IllegalArgument(`The bulk request must be terminated by a newline [\n]`)
	}
	items := []bulkItem{}
	lines := bytes.Split(raw[:len(raw)-1], []byte("\n"))
	for n := 0; n < len(lines); n++ {
		if len(bytes.TrimSpace(lines[n])) == 0 {
			continue
		}
		item, err := s.parseAction(lines[n], n+1, usual)
		if err != nil {
			return nil, err
		}
		if item.write.Index == "" {
			item.write.Index = defaultIndex
		}
		if item.action != "delete" {
			n++
			if n >= len(lines) {
				break // an action without its document, at the end: dropped
			}
			item.raw = bytes.TrimSuffix(lines[n], []byte("\r"))
		}
		if item.action == "update" {
			if item.options.version != matchAny || item.options.versioned() {
				return nil, rest.IllegalArgument("Update requests do not support versioning. Please use `if_seq_no` and `if_primary_term` instead")
			}
			retries := item.update.retries
			if item.update, err = s.parseBulkUpdate(item.raw); err != nil {
				return nil, err
			}
			item.update.retries = retries
		}
		if !item.known() {
			continue
		}
		switch item.action {
		case "index", "create":
			item.faults = item.options.stored(&item.write)
		case "update":
			item.faults = slices.Concat(item.options.apply(&item.write), item.update.allFaults(item.write), idFaults(item.write.ID))
		default:
			item.faults = item.options.apply(&item.write)
		}
		items = append(items, item)
	}
	return items, nil
}

func (s *Service) parseBulkUpdate(raw []byte) (update, error) {
	d, err := jackson.ParseFirst(raw)
	if err != nil {
		return update{}, s.brokenJSON(err, raw)
	}
	body, ok := d.Value.(*orderedjson.Object)
	if !ok {
		return update{}, rest.ParsingError("Expected [START_OBJECT] but found ["+string(jackson.KindOf(d.Value))+"]", 1, 1)
	}
	return parseUpdate(body, raw)
}

func validateBulk(items []bulkItem) error {
	if len(items) == 0 {
		return rest.ValidationFailed("no requests added")
	}
	faults := []string{}
	for _, item := range items {
		if item.write.Index == "" {
			faults = append(faults, "index is missing")
		}
		if (item.action == "delete" || item.action == "update") && item.write.ID == "" {
			faults = append(faults, "id is missing")
		}
		faults = append(faults, item.faults...)
	}
	if len(faults) > 0 {
		return rest.ValidationFailed(faults...)
	}
	return nil
}

// actionLine reads an action line. The server stops behind the metadata, so a
// missing last brace is let through.
func (s *Service) actionLine(line []byte) (any, error) {
	d, err := jackson.ParseFirst(line)
	if err == nil {
		return d.Value, nil
	}
	if closed, again := jackson.ParseFirst(append(slices.Clone(line), '}')); again == nil {
		o, _ := closed.Value.(*orderedjson.Object)
		if o.Len() == 1 && o.Object(o.Keys()[0]) != nil {
			return o, nil
		}
	}
	return nil, s.brokenJSON(err, line)
}

func (s *Service) parseAction(line []byte, number int, usual writeOptions) (bulkItem, error) {
	malformed := func(format string, args ...any) error {
		return rest.IllegalArgument("Malformed action/metadata line [%d], %s", number, fmt.Sprintf(format, args...))
	}
	v, err := s.actionLine(line)
	if err != nil {
		return bulkItem{}, err
	}
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return bulkItem{}, malformed("expected START_OBJECT but found [%s]", jackson.KindOf(v))
	}
	if o.Len() == 0 {
		return bulkItem{}, malformed("expected FIELD_NAME but found [END_OBJECT]")
	}
	item := bulkItem{action: o.Keys()[0], options: usual}
	if !item.known() && !s.dialect.DocumentTypes {
		return bulkItem{}, malformed("expected one of [create, delete, index, update] but found [%s]", item.action)
	}
	metadata, _ := o.Get(item.action)
	fields, ok := metadata.(*orderedjson.Object)
	if !ok {
		return bulkItem{}, malformed("expected START_OBJECT or END_OBJECT but found [%s]", jackson.KindOf(metadata))
	}
	if item.action == "create" {
		item.write.Op = index.CreateOnly
	}
	return item, item.readMetadata(s.untyped(&item, fields), number)
}

// known tells whether there is such an action. Where documents have types, others
// are passed over.
func (item bulkItem) known() bool {
	return slices.Contains([]string{"create", "delete", "index", "update"}, item.action)
}

// untyped takes the type out of an action's metadata, where there are types.
func (s *Service) untyped(item *bulkItem, fields *orderedjson.Object) *orderedjson.Object {
	kind, ok := fields.Get("_type")
	if _, text := kind.(string); !ok || !text || !s.dialect.DocumentTypes {
		return fields
	}
	item.kind = fields.Text("_type")
	out := orderedjson.Clone(fields).(*orderedjson.Object)
	out.Delete("_type")
	return out
}

func (item *bulkItem) readMetadata(fields *orderedjson.Object, number int) error {
	lock := index.Lock{SeqNo: unassigned}
	for _, m := range fields.Members() {
		switch kind := jackson.KindOf(m.Value); {
		case kind == jackson.StartArray || kind == jackson.StartObject && m.Key != "_source":
			return rest.IllegalArgument("Malformed action/metadata line [%d], expected a simple value for field [%s] but found [%s]", number, m.Key, kind)
		case m.Key == "_index":
			item.write.Index = textOf(m.Value)
		case m.Key == "_id":
			item.write.ID, item.hasID = textOf(m.Value), m.Value != nil
		case m.Key == "if_seq_no":
			lock.SeqNo = integerOf(m.Value)
		case m.Key == "if_primary_term":
			lock.PrimaryTerm = integerOf(m.Value)
		case m.Key == "retry_on_conflict":
			item.update.retries = integerOf(m.Value)
		case m.Key == "op_type" && m.Value == "create" && item.action == "index":
			item.action, item.write.Op = "create", index.CreateOnly
		case item.options.reads(m):
		case m.Key == "_source":
			item.show = &sourceFilter{}
			if err := item.show.read(fields); err != nil {
				return err
			}
		case !slices.Contains(knownMetadata, m.Key):
			return rest.IllegalArgument("Action/metadata line [%d] contains an unknown parameter [%s]", number, m.Key)
		}
	}
	if lock.SeqNo != unassigned || lock.PrimaryTerm != 0 {
		item.write.Lock = &lock
	}
	if v, ok := fields.Get("require_alias"); ok && textOf(v) != "true" && textOf(v) != "false" {
		return rest.IllegalArgument("Failed to parse value [%s] as only [true] or [false] are allowed.", textOf(v))
	}
	return checkVersionType(item.options.versionType)
}

func textOf(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func integerOf(v any) int64 {
	n, _ := v.(json.Number)
	i, _ := strconv.ParseInt(n.String(), 10, 64)
	return i
}
