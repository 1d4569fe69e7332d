package sequences

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Server is one that answers.
type Server struct {
	URL    string
	Client *http.Client
}

// Answer is what came back. Body is JSON, a text where it is none, nil where there is
// nothing.
type Answer struct {
	Status   int
	Type     string // the media type
	Location string
	Body     any
}

// errBusy says that a server has no time for a request: that is no answer.
var errBusy = errors.New("the server is too busy")

// Do sends a request, again while the server has no room for it.
func (s *Server) Do(ctx context.Context, step Step) (Answer, error) {
	for attempt := 0; ; attempt++ {
		a, err := s.once(ctx, step)
		if err != nil || !busy(a) {
			return a, err
		}
		if attempt == 5 || strings.Contains(text(a.Body), "dynamic script compilations") {
			return a, errBusy
		}
		select {
		case <-ctx.Done():
			return a, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

func busy(a Answer) bool {
	if a.Status != http.StatusTooManyRequests {
		return false
	}
	said := text(a.Body)
	return strings.Contains(said, "circuit_breaking_exception") || strings.Contains(said, "rejected_execution_exception")
}

func (s *Server) once(ctx context.Context, step Step) (Answer, error) {
	var body io.Reader
	if step.Body != "" {
		body = strings.NewReader(step.Body)
	}
	q, err := http.NewRequestWithContext(ctx, step.Method, s.URL+step.Path, body)
	if err != nil {
		return Answer{}, fmt.Errorf("%s %s: %w", step.Method, step.Path, err)
	}
	if step.Body != "" {
		q.Header.Set("Content-Type", step.contentType())
	}
	r, err := s.Client.Do(q)
	if err != nil {
		return Answer{}, err
	}
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Status: r.StatusCode, Location: r.Header.Get("Location")}
	a.Type, _, _ = mime.ParseMediaType(r.Header.Get("Content-Type"))
	if len(raw) == 0 {
		return a, nil
	}
	if a.Body, err = orderedjson.Parse(raw); err != nil {
		a.Body = string(raw)
	}
	return a, nil
}

// clean takes away what a sequence may have left.
func (s *Server) clean(ctx context.Context, q Sequence, prefix string) error {
	all := q.String()
	for _, x := range []struct{ made, path string }{{"_template", "/_data_stream/" + prefix + "*"}, {"", "/" + prefix + "*?expand_wildcards=all"},
		{"_index_template/", "/_index_template/" + prefix + "*"}, {"/_template/", "/_template/" + prefix + "*"}, {"_component_template/", "/_component_template/" + prefix + "*"}} {
		if !strings.Contains(all, x.made) {
			continue
		}
		if _, err := s.once(ctx, Step{Method: http.MethodDelete, Path: x.path}); err != nil {
			return err
		}
	}
	return nil
}

func text(v any) string {
	data, err := orderedjson.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}
