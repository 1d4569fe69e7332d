package documents

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// knownText lists the settings of an index, without "index.", and what their values
// are. Observed on 2.19.4 (GET _settings?include_defaults), and those of the plugins.
//
//go:embed known_settings.txt
var knownText string

// settingKind is what a setting's value is.
type settingKind struct {
	kind        string // text, boolean, time, integer
	least, most int
}

// unbounded is no limit of a number.
const unbounded = 1<<31 - 1

var knownSettings = sync.OnceValue(func() map[string]settingKind {
	known := map[string]settingKind{}
	for line := range strings.Lines(knownText) {
		parts := strings.Fields(line)
		k := settingKind{kind: parts[1], least: -unbounded, most: unbounded}
		if len(parts) > 2 {
			low, high, _ := strings.Cut(parts[2], "..")
			k.least, _ = strconv.Atoi(low)
			if n, err := strconv.Atoi(high); err == nil {
				k.most = n
			}
		}
		known["index."+parts[0]] = k
	}
	return known
})

// kindOf finds a setting by its name or by its group.
func kindOf(name string) (settingKind, bool) {
	known := knownSettings()
	if k, ok := known[name]; ok {
		return k, true
	}
	for group, k := range known {
		if prefix, ok := strings.CutSuffix(group, "*"); ok && strings.HasPrefix(name, prefix) {
			return k, true
		}
	}
	return settingKind{}, false
}

// settingsException is an unknown setting where the dialect has that.
const settingsException = "settings_exception"

// checkSettings refuses settings (flat) that an index can't have: the first of them
// by name, the others beneath it.
func (s *Service) checkSettings(flat *orderedjson.Object) error {
	var first *rest.Error
	var more []any
	for _, name := range slices.Sorted(slices.Values(flat.Keys())) {
		e := s.checkSetting(name, flat)
		switch {
		case e == nil:
		case first == nil:
			first = e
		default:
			more = append(more, e.Cause())
		}
	}
	if first == nil {
		return nil
	}
	if len(more) > 0 {
		if first.Type != settingsException { // the server's own, which its root shows whole
			first.RootCause = []*rest.Error{{Type: first.Type, Reason: first.Reason}}
		}
		first.With("suppressed", more)
	}
	return first
}

func (s *Service) checkSetting(name string, flat *orderedjson.Object) *rest.Error {
	k, ok := kindOf(name)
	if !ok {
		e := rest.IllegalArgument("unknown setting [%s] %s", name, otherSetting(name))
		if s.dialect.SettingsExceptions {
			e.Type = settingsException
		}
		return e
	}
	if v, _ := flat.Get(name); v == nil {
		return nil // back to the default
	}
	if e := k.check(name, flat.Text(name)); e != nil || name != "index.number_of_routing_shards" || !flat.Has("index.number_of_shards") {
		return e
	}
	return s.checkSetting("index.number_of_shards", flat) // the one is read with the other
}

// otherSetting says what may have been meant.
func otherSetting(name string) string {
	switch near := rest.Near(name, maps.Keys(knownSettings()), 0.7); len(near) {
	case 0:
		return "please check that any required plugins are installed, or check the breaking changes documentation for removed settings"
	case 1:
		return "did you mean [" + near[0] + "]?"
	default:
		return "did you mean any of [" + strings.Join(near, ", ") + "]?"
	}
}

func (k settingKind) check(name, value string) *rest.Error {
	switch k.kind {
	case "boolean":
		if value != "true" && value != "false" {
			return rest.IllegalArgument("Failed to parse value [%s] as only [true] or [false] are allowed.", value)
		}
	case "time":
		if _, err := rest.ParseTimeValue(name, value); err != nil {
			return rest.AsError(err)
		}
	case "integer":
		n, err := strconv.Atoi(value)
		switch {
		case err != nil:
			cause := &rest.Error{Type: "number_format_exception", Reason: fmt.Sprintf("For input string: %q", value)}
			return rest.IllegalArgument("Failed to parse value [%s] for setting [%s]", value, name).Because(cause)
		case n < k.least:
			return rest.IllegalArgument("Failed to parse value [%s] for setting [%s] must be >= %d", value, name, k.least)
		case n > k.most:
			return rest.IllegalArgument("Failed to parse value [%s] for setting [%s] must be <= %d", value, name, k.most)
		}
	}
	return nil
}

// checkRoutingShards refuses a number of shards that does not divide the other one.
func checkRoutingShards(flat *orderedjson.Object) error {
	virtual, err := strconv.Atoi(flat.Text("index.number_of_routing_shards"))
	if err != nil {
		return nil
	}
	shards, err := strconv.Atoi(flat.Text("index.number_of_shards"))
	if err != nil {
		shards = 1
	}
	switch {
	case virtual < shards:
		return rest.IllegalArgument("index.number_of_routing_shards [%d] must be >= index.number_of_shards [%d]", virtual, shards)
	case virtual%shards != 0:
		return rest.IllegalArgument("the number of source shards [%d] must be a factor of [%d]", shards, virtual)
	}
	return nil
}

// settingsOf are the settings of a body, flat.
func settingsOf(body *orderedjson.Object) *orderedjson.Object {
	return index.Flatten(orEmpty(body.Object("settings")))
}
