package provider

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// State is what a state file says of alerting: nothing but types, addresses and ids, since
// all else in it may be a secret.
type State struct {
	Instances []Instance
}

// Instance is one that Terraform has made.
type Instance struct {
	Type    string
	Address string // as Terraform writes it, with modules and keys
	ID      string
	Data    bool
	Deposed bool // replaced, and to be deleted yet
}

// StateError says why a state can't be read. It shows nothing of the state.
type StateError struct{ Reason string }

func (e *StateError) Error() string { return e.Reason }

// stateFile is the part of a state that is read: version 4, of Terraform 0.12 and later,
// and of OpenTofu.
type stateFile struct {
	Version   *int            `json:"version"`
	Encrypted json.RawMessage `json:"encrypted_data"`
	Resources []struct {
		Module    string `json:"module"`
		Mode      string `json:"mode"`
		Type      string `json:"type"`
		Name      string `json:"name"`
		Instances []struct {
			Key        json.RawMessage            `json:"index_key"`
			Deposed    string                     `json:"deposed"`
			Attributes map[string]json.RawMessage `json:"attributes"`
			Flat       map[string]string          `json:"attributes_flat"` // written by 0.11, not refreshed since
		} `json:"instances"`
	} `json:"resources"`
}

// ReadState reads a state file. The error is a *StateError.
func ReadState(text []byte) (State, error) {
	var file stateFile
	if err := json.Unmarshal(text, &file); err != nil {
		return State{}, &StateError{"it is no state of Terraform: it is not JSON, or holds other things"}
	}
	switch {
	case len(file.Encrypted) > 0:
		return State{}, &StateError{"it is encrypted: `tofu state pull` prints it in clear"}
	case file.Version == nil:
		return State{}, &StateError{"it is no state of Terraform: it has no version"}
	case *file.Version != 4:
		return State{}, &StateError{fmt.Sprintf("it is of version %d, and only 4 can be read: any apply of Terraform 0.12 or later writes it anew", *file.Version)}
	}
	var s State
	for _, r := range file.Resources {
		if !slices.Contains(Types(), r.Type) {
			continue
		}
		for _, i := range r.Instances {
			address := r.Type + "." + r.Name
			if r.Mode == "data" {
				address = "data." + address
			}
			if r.Module != "" {
				address = r.Module + "." + address
			}
			key, err := indexOf(i.Key)
			if err != nil {
				return State{}, err
			}
			id := i.Flat["id"]
			if raw := i.Attributes["id"]; len(raw) > 0 && json.Unmarshal(raw, &id) != nil {
				return State{}, &StateError{"the id of " + address + key + " is no text"}
			}
			s.Instances = append(s.Instances, Instance{Type: r.Type, Address: address + key, ID: id, Data: r.Mode == "data", Deposed: i.Deposed != ""})
		}
	}
	return s, nil
}

// indexOf is the key of an instance as its address has it: a number, a text, or none.
func indexOf(key json.RawMessage) (string, error) {
	var number int64
	var text string
	switch {
	case len(key) == 0 || string(key) == "null":
		return "", nil
	case json.Unmarshal(key, &number) == nil:
		return "[" + strconv.FormatInt(number, 10) + "]", nil
	case json.Unmarshal(key, &text) == nil:
		return fmt.Sprintf("[%q]", text), nil
	default:
		return "", &StateError{"the key of an instance is neither a number nor a text"}
	}
}

// id is the id of an instance by its address; "" where the state has none.
func (s State) id(address string) string {
	for _, i := range s.Instances {
		if i.Address == address && !i.Deposed {
			return i.ID
		}
	}
	return ""
}

// modulePart is the address of the module that an instance is in; "" for the root.
func (i Instance) modulePart() string {
	at := strings.LastIndex(i.Address, i.Type+".")
	return strings.TrimSuffix(strings.TrimSuffix(i.Address[:max(at, 0)], "data."), ".")
}
