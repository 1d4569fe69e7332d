package documents

import (
	"cmp"
	"net/http"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// finding is how a document is looked for.
type finding struct {
	routing   string
	refreshed bool // realtime=false: as searches see it
	refresh   bool // make writes visible before
}

func readFinding(r *rest.Request) (finding, error) {
	f := finding{routing: r.Param("routing")}
	realtime, err := r.Bool("realtime", rest.OnByDefault)
	if err != nil {
		return f, err
	}
	f.refreshed = !realtime
	if f.refresh, err = r.Bool("refresh", rest.OffByDefault); err != nil {
		return f, err
	}
	return f, checkVersionType(r.Param("version_type"))
}

// find reads a document, nil where there is none in the shard that the routing
// leads to.
func (s *Service) find(name, id string, f finding) (*index.Doc, string, error) {
	if s.isStream(name) {
		return nil, "", rest.Errorf(http.StatusNotFound, "index_not_found_exception", "no such index [null]").
			With("resource.id", name).With("resource.type", "index_expression").With("excluded_ds", "true")
	}
	if f.refresh {
		_, full, err := s.store.Read(name, id)
		if err != nil {
			return nil, "", err
		}
		if err := s.store.Refresh(full); err != nil {
			return nil, "", err
		}
	}
	if err := s.checkRouting(name, id, f.routing); err != nil {
		return nil, "", err
	}
	if _, full, err := s.store.Read(name, id); err == nil {
		if x := s.store.Get(full); x != nil && isClosed(x) {
			return nil, full, closedError(x)
		}
	}
	read := s.store.Read
	if f.refreshed {
		read = s.store.ReadRefreshed
	}
	doc, full, err := read(name, id)
	if err != nil || doc == nil || s.hidden != nil && s.hidden(full) {
		return nil, full, err
	}
	if x := s.store.Get(full); x != nil && x.ShardOf(doc.RoutedBy()) != x.ShardOf(cmp.Or(f.routing, id)) {
		return nil, full, nil
	}
	return doc, full, nil
}
