package schema

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/destinations"
)

// BodySchemas are the schemas of all blocks, for the test that holds the
// reference to them.
func BodySchemas() map[string]*hcl.BodySchema {
	all := map[string]*hcl.BodySchema{
		"": rootSchema, "variable": variableSchema, "validation": validationSchema, "cluster": clusterSchema,
		"existing": existingSchema, "monitor": monitorSchema, "schedule": scheduleSchema, "extraction_query": querySchema,
		"trigger": triggerSchema, "action": actionSchema, "lifecycle": lifecycleSchema,
		"policy": policySchema, "test": testSchema, "test index": testIndexSchema, "acknowledge": acknowledgeSchema,
		"expect": expectSchema, "expect action": expectActionSchema,
		"import": importSchema, "moved": movedSchema, "removed": removedSchema, "removed lifecycle": removedLifecycleSchema,
	}
	for _, kind := range destinations.Kinds() {
		all["destination "+string(kind)] = destinationSchema(kind)
	}
	return all
}
