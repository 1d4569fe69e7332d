package documents

import (
	"cmp"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) bulk(r *rest.Request) (rest.Response, error) {
	start := time.Now()
	name := r.Param("index")
	knowTimeouts(r)
	r.Has("batch_size")
	r.Has("type")
	usual, err := readWriteOptions(r)
	if err != nil {
		return rest.Response{}, err
	}
	show, err := shownSource(r)
	if err != nil {
		return rest.Response{}, err
	}
	mode, err := refreshOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	if !r.HasBody() {
		_, err := r.Body()
		return rest.Response{}, err
	}
	if r.IsYAML() {
		return rest.Response{}, r.WrongContentType()
	}
	items, err := s.parseBulk(r.Raw(), name, usual)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if err := validateBulk(items); err != nil {
		return rest.Response{}, err
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	if err := s.checkKinds(items); err != nil {
		return rest.Response{}, err
	}
	refused := s.refusedItems(r, items)
	added := map[string]bool{}
	unmade := s.makeIndices(allowedOf(items, refused))
	answers, failed := []any{}, false
	for i, item := range items {
		if refused[i] != nil {
			failed = true
			answers = append(answers, rest.O(item.action, s.refusedItem(item, refused[i])))
			continue
		}
		item.write.MayMap = mayMap(r)
		item.unmade, item.again = unmade[item.write.Index], added[item.write.Index]
		added[item.write.Index] = item.again || item.action == "create"
		item.show = cmp.Or(item.show, show, item.update.show)
		answer, ok := s.bulkOne(item, mode)
		failed = failed || !ok
		answers = append(answers, rest.O(item.action, answer))
	}
	body := rest.O("took", time.Since(start).Milliseconds())
	if slices.ContainsFunc(items, func(i bulkItem) bool { return i.action != "delete" && i.options.pipelined() }) {
		body.Set("ingest_took", 0)
	}
	body.Set("errors", failed)
	body.Set("items", answers)
	return rest.JSON(http.StatusOK, body), nil
}

// makeIndices makes the indices of all writes before the first one is done. What goes
// wrong is told of everything that goes there, deletions too. Nothing is made where a
// write asks for an alias.
func (s *Service) makeIndices(items []bulkItem) (failed map[string]error) {
	left, failed := map[string]bool{}, map[string]error{}
	for _, item := range items {
		if item.wantsAlias() && !item.withoutPipeline() {
			left[item.write.Index] = true
		}
	}
	for _, item := range items {
		name := item.write.Index
		if left[name] || item.action == "delete" && item.write.External == nil || item.withoutPipeline() {
			continue
		}
		left[name] = true
		if s.store.Get(name) == nil && !s.aliased(name) {
			if err := s.makeIndex(name); err != nil {
				failed[name] = err
			}
		}
	}
	return failed
}

// wantsAlias tells whether an item goes to an alias only; deletions don't say so.
func (item bulkItem) wantsAlias() bool { return item.options.requireAlias && item.action != "delete" }

// withoutPipeline tells of an item that fails before anything else is looked at: by a
// pipeline, and there are none.
func (item bulkItem) withoutPipeline() bool {
	return item.options.pipelined() && (item.action == "index" || item.action == "create")
}

// newDocumentID is an id in the server's form, 20 characters.
func newDocumentID() string {
	b := make([]byte, 15)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// bulkOne does one item; one that fails leaves the others alone.
func (s *Service) bulkOne(item bulkItem, mode refreshMode) (answer *orderedjson.Object, ok bool) {
	w := item.write
	w.Visible = mode.visibility()
	if err := s.refuseItem(item); err != nil {
		if (item.again || w.Op == index.CreateOnly && !item.withoutPipeline()) && !item.wantsAlias() && s.isStream(w.Index) { // the server knows already where that leads
			w.Index = backingIndex(w.Index)
		}
		return s.failedItem(item, w, err), false
	}
	if w.ID == "" && !item.hasID {
		w.ID = newDocumentID()
	}
	done, err := s.bulkWrite(item, &w)
	if err != nil {
		if x := s.store.Writer(w.Index); x != nil {
			w.Index = x.Name
		}
		return s.failedItem(item, w, err), false
	}
	answer = s.updated(done, mode)
	if item.action == "update" {
		s.addDocument(answer, done, item.show)
	}
	answer.Set("status", statusOf(done))
	return answer, true
}

func (s *Service) failedItem(item bulkItem, w index.Write, err error) *orderedjson.Object {
	e := rest.AsError(err)
	var id any = w.ID
	if w.ID == "" && !item.hasID {
		id = nil // it was refused before it got one
	}
	return s.namedAs(item.kind, w.Index, id, "status", e.Status, "error", e.Cause())
}

// refuseItem tells of an item that does not come to its shard: it has no id yet, and
// is told of by the name that it has. Observed on 2.19.4.
func (s *Service) refuseItem(item bulkItem) error {
	w := item.write
	if item.kind != "" && item.kind != onlyType {
		return otherType(w.Index, item.kind)
	}
	if item.action == "delete" || item.action == "update" {
		item.options.pipeline = "" // they have none
	}
	item.options.requireAlias = item.wantsAlias()
	if err := item.options.check(s, w); err != nil {
		return err
	}
	if item.unmade != nil {
		return item.unmade
	}
	x := s.store.Writer(w.Index)
	if x == nil {
		return s.noWriter(w)
	}
	if isClosed(x) {
		return closedError(x)
	}
	if w.Op == index.CreateOnly && item.hasID && w.ID == "" || item.action == "index" && item.hasID && w.ID == "" {
		return rest.IllegalArgument("if _id is specified it must not be empty")
	}
	if item.action == "index" || item.action == "create" {
		if err := s.checkAppend(w); err != nil {
			return err
		}
	}
	return s.checkStreamOp(w)
}

func (s *Service) noWriter(w index.Write) error {
	if s.aliased(w.Index) {
		_, err := s.store.Target(w.Index)
		return told(err)
	}
	_, _, err := s.store.Read(w.Index, w.ID)
	return told(err)
}

func (s *Service) bulkWrite(item bulkItem, w *index.Write) (index.Written, error) {
	switch item.action {
	case "delete":
		return s.remove(*w)
	case "update":
		return s.runUpdate(*w, item.update)
	}
	source, err := s.parseSource(item.raw)
	if err != nil {
		return index.Written{}, err
	}
	w.Source = source
	return s.write(*w)
}
