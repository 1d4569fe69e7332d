package documents

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// writeOptions are what a write says beside its document: parameters of a request,
// or keys of a _bulk's action line. Observed on 2.19.4.
type writeOptions struct {
	routing      string
	version      int64 // matchAny: none
	versionType  string
	pipeline     string
	requireAlias bool
	copies       string // wait_for_active_shards
	within       string // timeout
}

// unassigned is the sequence number of a write that asks for none.
const unassigned = -2

// matchAny is the version of a write that names none.
const matchAny = -3

// internalVersion refuses a version of a writer who does not give versions.
const internalVersion = "internal versioning can not be used for optimistic concurrency control. Please use `if_seq_no` and `if_primary_term` instead"

// readWriteOptions reads them from a request's parameters.
func readWriteOptions(r *rest.Request) (writeOptions, error) {
	o := writeOptions{routing: r.Param("routing"), versionType: r.Param("version_type"), pipeline: r.Param("pipeline"),
		copies: r.Param("wait_for_active_shards"), within: r.Param("timeout")}
	if _, err := r.Duration("timeout", 0); err != nil {
		return o, err
	}
	if err := checkShardsWait(r); err != nil {
		return o, err
	}
	var err error
	if o.version, err = r.Int64("version", matchAny); err != nil {
		return o, err
	}
	if err := checkVersionType(o.versionType); err != nil {
		return o, err
	}
	o.requireAlias, err = r.Bool("require_alias", rest.OffByDefault)
	return o, err
}

// reads takes a key of an action line; false for one that is no option.
func (o *writeOptions) reads(m orderedjson.Member) bool {
	switch m.Key {
	case "routing", "_routing":
		o.routing = textOf(m.Value)
	case "version", "_version":
		o.version = integerOf(m.Value)
	case "version_type", "_version_type":
		o.versionType = textOf(m.Value)
	case "pipeline":
		o.pipeline = textOf(m.Value)
	case "require_alias":
		o.requireAlias = textOf(m.Value) == "true"
	default:
		return false
	}
	return true
}

func checkVersionType(name string) error {
	if !slices.Contains([]string{"", "internal", "external", "external_gt", "external_gte"}, name) {
		return rest.IllegalArgument("No version type match [%s]", name)
	}
	return nil
}

// versioned tells whether the writer gives versions.
func (o writeOptions) versioned() bool { return strings.HasPrefix(o.versionType, "external") }

// apply puts the options into a write. The faults are those of a request that
// does not validate.
func (o writeOptions) apply(w *index.Write) (faults []string) {
	w.Routing, w.Copies, w.Within = o.routing, o.copies, o.within
	if o.versioned() {
		w.External = &index.External{Version: o.version, OrEqual: o.versionType == "external_gte"}
	}
	return o.casFaults(w)
}

// stored is apply of a write that stores a document.
func (o writeOptions) stored(w *index.Write) []string {
	faults, external := o.apply(w), o.versioned()
	switch {
	case w.Op == index.CreateOnly && external:
		return []string{"create operations only support internal versioning. use index instead"}
	case w.Op == index.CreateOnly && o.version != matchAny:
		return []string{"create operations do not support explicit versions. use index instead"}
	case w.Op == index.CreateOnly && w.Lock != nil:
		return []string{"create operations do not support compare and set. use index instead"}
	case w.ID == "" && (external || o.version != matchAny):
		faults = slices.Insert(faults, 0, "an id must be provided if version type or value are set")
	}
	return append(faults, idFaults(w.ID)...)
}

// casFaults are faults of what a write says of versions.
func (o writeOptions) casFaults(w *index.Write) (faults []string) {
	external := o.versioned()
	switch {
	case external && o.version < 0:
		name := map[string]string{"external_gte": "EXTERNAL_GTE"}[o.versionType]
		if name == "" {
			name = "EXTERNAL"
		}
		faults = append(faults, fmt.Sprintf("illegal version value [%d] for version type [%s]", o.version, name))
	case !external && o.version != matchAny:
		faults = append(faults, internalVersion)
	}
	if w.Lock != nil && w.Lock.SeqNo != unassigned && (external || o.version != matchAny) {
		faults = append(faults, "compare and write operations can not use versioning")
	}
	if w.Lock != nil && w.Lock.PrimaryTerm == 0 {
		faults = append(faults, "ifSeqNo is set, but primary term is [0]")
	} else if w.Lock != nil && w.Lock.SeqNo == unassigned {
		faults = append(faults, fmt.Sprintf("ifSeqNo is unassigned, but primary term is [%d]", w.Lock.PrimaryTerm))
	}
	return faults
}

// idFaults is what is wrong with an id, of a request that stores a document by it.
func idFaults(id string) []string {
	if len(id) <= longestID {
		return nil
	}
	return []string{fmt.Sprintf("id [%s] is too long, must be no longer than %d bytes but was: %d", id, longestID, len(id))}
}

// check refuses a write to what is no alias, where one is asked for, and one by a
// pipeline: there are none.
func (o writeOptions) check(s *Service, w index.Write) error {
	if o.pipelined() {
		return rest.IllegalArgument("pipeline with id [%s] does not exist", o.pipeline)
	}
	if o.requireAlias && !s.isAlias(w.Index) {
		e := rest.Errorf(http.StatusNotFound, "index_not_found_exception",
			"no such index [%s] and [require_alias] request flag is [true] and [%s] is not an alias", w.Index, w.Index)
		return e.With("index", w.Index).With("index_uuid", "_na_")
	}
	return nil
}

func (o writeOptions) pipelined() bool { return o.pipeline != "" && o.pipeline != "_none" }

func (s *Service) isAlias(name string) bool {
	return s.aliased(name) && !s.isStream(name)
}

// checkRouting refuses to look for or write a document without a routing where the
// mapping requires one.
func (s *Service) checkRouting(name, id, routing string) error {
	x := s.store.Writer(name)
	if x == nil || routing != "" || !x.Mapping.RoutingRequired() {
		return nil
	}
	e := rest.Errorf(http.StatusBadRequest, "routing_missing_exception", "routing is required for [%s]/[%s]", x.Name, id)
	return e.With("index", x.Name).With("index_uuid", "_na_")
}
