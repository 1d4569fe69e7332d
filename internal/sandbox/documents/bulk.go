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
	s.makeIndices(allowedOf(items, refused))
	answers, failed := []any{}, false
	for i, item := range items {
		if refused[i] != nil {
			failed = true
			answers = append(answers, rest.O(item.action, s.refusedItem(item, refused[i])))
			continue
		}
		item.show = cmp.Or(item.update.show, item.show, show)
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
// wrong is told where they are.
func (s *Service) makeIndices(items []bulkItem) {
	for i, item := range items {
		if i > 0 && items[i-1].write.Index == item.write.Index && items[i-1].action == item.action {
			continue
		}
		if (item.action != "delete" || item.write.External != nil) && !item.options.requireAlias && !item.options.pipelined() && s.store.Get(item.write.Index) == nil {
			_ = s.makeIndex(item.write.Index)
		}
	}
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
	done, err := s.bulkWrite(item, &w)
	if err != nil {
		e := rest.AsError(err)
		var id any = w.ID
		if w.ID == "" && !item.hasID {
			id = nil // it was refused before it got one
		}
		return s.namedAs(item.kind, w.Index, id, "status", e.Status, "error", e.Cause()), false
	}
	answer = s.updated(done, mode)
	if item.action == "update" {
		s.addDocument(answer, done, item.show)
	}
	answer.Set("status", statusOf(done))
	return answer, true
}

func (s *Service) bulkWrite(item bulkItem, w *index.Write) (index.Written, error) {
	if item.kind != "" && item.kind != onlyType {
		return index.Written{}, otherType(w.Index, item.kind)
	}
	if item.action == "delete" {
		return s.remove(*w)
	}
	if err := item.options.check(s, *w); err != nil {
		return index.Written{}, err
	}
	switch item.action {
	case "update":
		return s.runUpdate(*w, item.update)
	}
	if item.hasID && w.ID == "" {
		return index.Written{}, rest.IllegalArgument("if _id is specified it must not be empty")
	}
	if err := s.ensureStream(w.Index); err != nil {
		return index.Written{}, told(err)
	}
	if s.store.Get(w.Index) == nil {
		if err := s.makeIndex(w.Index); err != nil {
			return index.Written{}, err
		}
	}
	if w.ID == "" {
		w.ID = newDocumentID()
	}
	source, err := s.parseSource(item.raw)
	if err != nil {
		return index.Written{}, err
	}
	w.Source = source
	return s.write(*w)
}
