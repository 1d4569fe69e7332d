package index

import "github.com/alertplan/alertplan/internal/evaluate/fault"

// ReadRefreshed is Read of what searches see.
func (s *Store) ReadRefreshed(name, id string) (*Doc, string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	x, err := s.existing(name)
	if err != nil {
		return nil, "", err
	}
	if len(x.hidden) == 0 {
		doc := x.latest[id]
		if doc == nil || doc.deleted {
			return nil, x.Name, nil
		}
		return doc, x.Name, nil
	}
	for _, d := range x.Docs {
		if d.ID == id {
			return d, x.Name, nil
		}
	}
	return nil, x.Name, nil
}

// Read finds the latest version of a document, seen by searches or not; nil where
// there is none. The index's own name comes with it. Errors:
// index_not_found_exception.
func (s *Store) Read(name, id string) (*Doc, string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	x, err := s.existing(name)
	if err != nil {
		return nil, "", err
	}
	doc := x.latest[id]
	if doc == nil || doc.deleted {
		return nil, x.Name, nil
	}
	return doc, x.Name, nil
}

func (s *Store) existing(name string) (*Index, error) {
	name, behind, err := s.behind(name)
	switch {
	case err != nil:
		return nil, err
	case len(behind) == 0:
		return nil, notFound(name, "index_expression")
	case len(behind) == 1:
		return behind[0], nil
	}
	return nil, fault.Illegal("alias [%s] has more than one index associated with it [%s], can't execute a single index op", name, joinNames(behind))
}

// behind are the indices that a name stands for, itself or as an alias, and the
// name with its date filled in.
func (s *Store) behind(name string) (string, []*Index, error) {
	name, err := dateName(name, s.now())
	if err != nil {
		return name, nil, err
	}
	if x := s.indices[name]; x != nil {
		return name, []*Index{x}, nil
	}
	return name, s.aliased(name), nil
}
