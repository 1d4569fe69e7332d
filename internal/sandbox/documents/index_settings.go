package documents

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

func (s *Service) getSettings(r *rest.Request) (rest.Response, error) {
	wanted := r.List("name")
	write, err := settingsForm(r)
	if err != nil {
		return rest.Response{}, err
	}
	r.Has("include_defaults")
	found, err := s.namedIndices(r, allOnes)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	body := rest.O()
	for _, x := range found {
		all := s.indexSettings(r, x)
		if len(wanted) > 0 && !slices.Contains(wanted, "_all") {
			if all = only(all, wanted); len(all) == 0 {
				continue
			}
		}
		body.Set(x.Name, rest.O("settings", write(all)))
	}
	return rest.JSON(http.StatusOK, body), nil
}

func only(all map[string]settings.Value, wanted []string) map[string]settings.Value {
	kept := map[string]settings.Value{}
	for name, v := range all {
		if slices.ContainsFunc(wanted, func(w string) bool { return rest.WildcardMatch(w, name) }) {
			kept[name] = v
		}
	}
	return kept
}

// fixed are settings that only a new index takes.
var fixed = []string{"index.number_of_shards", "index.number_of_routing_shards", "index.uuid", "index.creation_date", "index.provided_name"}

// blocks are the settings that stop writing.
var blocks = []string{"index.blocks.read_only_allow_delete", "index.blocks.read_only", "index.blocks.write"}

func (s *Service) putSettings(r *rest.Request) (rest.Response, error) {
	knowTimeouts(r)
	names := r.List("index")
	preserve, err := r.Bool("preserve_existing", rest.OffByDefault)
	if err != nil {
		return rest.Response{}, err
	}
	r.Has("flat_settings")
	o, err := indexOptions(r, someOnes)
	if err != nil {
		return rest.Response{}, err
	}
	body, err := r.Object()
	if r.HasBody() && len(bytes.TrimSpace(r.Raw())) > 0 && bytes.TrimSpace(r.Raw())[0] == '[' {
		body, err = rest.O(), nil // as if nothing were in it
	}
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if inner := body.Object("settings"); inner != nil && body.Len() == 1 {
		body = inner
	}
	changes := index.Flatten(body)
	if changes.Len() == 0 {
		return rest.Response{}, rest.ValidationFailed("no settings to update")
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	found, err := s.resolve(names, o)
	if err != nil {
		return rest.Response{}, err
	}
	if err := s.checkSettings(changes); err != nil {
		return rest.Response{}, err
	}
	for _, x := range found {
		if err := checkDynamic(x, changes); err != nil {
			return rest.Response{}, err
		}
	}
	for _, x := range found {
		wanted := changes
		if preserve {
			wanted = notYetSet(x, changes)
		}
		if err := s.store.PutSettings(x.Name, wanted); err != nil {
			return rest.Response{}, told(err)
		}
		if changes.Has("index.refresh_interval") {
			s.refreshLater(x.Name)
		}
	}
	return acknowledged(), nil
}

// notYetSet are the changes of settings that the index has not.
func notYetSet(x *index.Index, changes *orderedjson.Object) *orderedjson.Object {
	out := rest.O()
	for _, m := range changes.Members() {
		if !x.Settings.Has(m.Key) {
			out.Set(m.Key, m.Value)
		}
	}
	return out
}

func checkDynamic(x *index.Index, changes *orderedjson.Object) error {
	refused := []string{}
	for _, m := range changes.Members() {
		if slices.Contains(fixed, m.Key) || strings.HasPrefix(m.Key, "index.analysis.") && !isClosed(x) {
			refused = append(refused, m.Key)
		}
	}
	if len(refused) == 0 {
		return nil
	}
	return rest.IllegalArgument("Can't update non dynamic settings [[%s]] for open indices [[%s/%s]]", strings.Join(refused, ", "), x.Name, x.UUID)
}

func (s *Service) closeIndex(r *rest.Request) (rest.Response, error) {
	found, err := s.namedIndices(r, toClose)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	closed := rest.O()
	for _, x := range found {
		if isClosed(x) {
			continue
		}
		if err := s.store.PutSettings(x.Name, rest.O(closedSetting, "true")); err != nil {
			return rest.Response{}, told(err)
		}
		closed.Set(x.Name, rest.O("closed", true))
	}
	return rest.JSON(http.StatusOK, rest.O("acknowledged", true, "shards_acknowledged", closed.Len() > 0 && copiesThere(r, found), "indices", closed)), nil
}

func (s *Service) openIndex(r *rest.Request) (rest.Response, error) {
	r.Has("wait_for_completion")
	found, err := s.namedIndices(r, closedOnes)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	for _, x := range found {
		if err := s.store.PutSettings(x.Name, rest.O(closedSetting, nil)); err != nil {
			return rest.Response{}, told(err)
		}
	}
	return rest.JSON(http.StatusOK, rest.O("acknowledged", true, "shards_acknowledged", copiesThere(r, found))), nil
}

// copiesThere tells whether indices have as many copies as a request waits for.
func copiesThere(r *rest.Request, found []*index.Index) bool {
	return !slices.ContainsFunc(found, func(x *index.Index) bool { return copiesWanted(x, r.Param("wait_for_active_shards")) > 1 })
}
