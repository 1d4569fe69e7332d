package wire

import "github.com/alertplan/alertplan/internal/orderedjson"

// destinationIDs lists every destination_id in a monitor's body, whatever its
// shape: one that can't be decoded uses channels all the same.
func destinationIDs(v any) []string {
	var ids []string
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if id, ok := m.Value.(string); ok && m.Key == "destination_id" {
				ids = append(ids, id)
			}
			if m.Key != "ui_metadata" {
				ids = append(ids, destinationIDs(m.Value)...)
			}
		}
	case []any:
		for _, x := range v {
			ids = append(ids, destinationIDs(x)...)
		}
	}
	return ids
}
