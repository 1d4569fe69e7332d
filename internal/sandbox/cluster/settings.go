package cluster

import (
	"errors"
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

// form writes settings in the form that the client asks for.
func form(r *rest.Request) (func(map[string]settings.Value) *orderedjson.Object, error) {
	flat, err := r.Bool("flat_settings", rest.OffByDefault)
	if flat {
		return settings.Flat, err
	}
	return settings.Nested, err
}

func knowTimeouts(r *rest.Request) {
	for _, name := range []string{"timeout", "master_timeout", "cluster_manager_timeout", "local"} {
		r.Has(name)
	}
}

func (s *Service) getSettings(r *rest.Request) (rest.Response, error) {
	withDefaults, err := r.Bool("include_defaults", rest.OffByDefault)
	if err != nil {
		return rest.Response{}, err
	}
	write, err := form(r)
	if err != nil {
		return rest.Response{}, err
	}
	knowTimeouts(r)
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	persistent, transient := s.settings.Snapshot()
	body := rest.O("persistent", write(persistent), "transient", write(transient))
	if withDefaults {
		body.Set("defaults", write(s.settings.Defaults(persistent, transient)))
	}
	return rest.JSON(http.StatusOK, body), nil
}

func (s *Service) putSettings(r *rest.Request) (rest.Response, error) {
	write, err := form(r)
	if err != nil {
		return rest.Response{}, err
	}
	knowTimeouts(r)
	body, err := r.Object()
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	for _, layer := range []string{"persistent", "transient"} {
		v, ok := body.Get(layer)
		if ok && v == nil { // asked of 2.19.4
			cause := rest.ParsingError("Failed to parse object: expecting token of type [START_OBJECT] but found [VALUE_NULL]", 1, 1)
			e := rest.Errorf(http.StatusInternalServerError, "settings_exception", "Failed to load settings from [null]").Because(cause)
			e.RootCause = []*rest.Error{cause}
			return rest.Response{}, e
		}
		if ok && body.Object(layer) == nil {
			return rest.Response{}, rest.Errorf(http.StatusInternalServerError, "class_cast_exception",
				"class %[1]s cannot be cast to class java.util.Map (%[1]s and java.util.Map are in module java.base of loader 'bootstrap')", javaClass(v))
		}
	}
	persistent, transient := body.Object("persistent"), body.Object("transient")
	if persistent.Len() == 0 && transient.Len() == 0 {
		return rest.Response{}, rest.ValidationFailed("no settings to update")
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	setPersistent, setTransient, err := s.settings.Update(persistent, transient)
	if err != nil {
		return rest.Response{}, s.settingsError(err)
	}
	return rest.JSON(http.StatusOK, rest.O(
		"acknowledged", true, "persistent", write(setPersistent), "transient", write(setTransient),
	)), nil
}

// settingsError gives the refusal of a name the type that it has.
func (s *Service) settingsError(err error) error {
	e := rest.AsError(err)
	var name *settings.Unsettable
	if s.dialect.SettingsExceptions && errors.As(err, &name) {
		e.Type = "settings_exception"
	}
	return e
}

func javaClass(v any) string {
	switch v.(type) {
	case []any:
		return "java.util.ArrayList"
	case string:
		return "java.lang.String"
	case bool:
		return "java.lang.Boolean"
	default:
		return "java.lang.Integer"
	}
}
