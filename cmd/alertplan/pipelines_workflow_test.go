package main

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// workflow is a file of GitHub Actions, as far as ours use it.
type workflow struct {
	Name string
	On   map[string]workflowTrigger
	Jobs workflowJobs
}

type workflowTrigger struct{ Branches, Paths []string }

// workflowJobs keeps the order of the file.
type workflowJobs []workflowJob

type workflowJob struct {
	id, If, Needs, Environment string
	Permissions, Env           map[string]string
	Steps                      []workflowStep
}

type workflowStep struct {
	ID, Name, If, Uses, Run, Shell string
	With, Env                      map[string]string
}

// compositeAction is an action.yml.
type compositeAction struct {
	Inputs  map[string]struct{ Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct{ Steps []workflowStep }
}

func (jobs *workflowJobs) UnmarshalYAML(n *yaml.Node) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		job := workflowJob{id: n.Content[i].Value}
		if err := n.Content[i+1].Decode(&job); err != nil {
			return err
		}
		*jobs = append(*jobs, job)
	}
	return nil
}

// UnmarshalYAML takes a trigger that says nothing, and one that is a list (schedule).
func (trigger *workflowTrigger) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	type plain workflowTrigger
	return n.Decode((*plain)(trigger))
}

// parseWorkflow reads a workflow; a key that GitHub has and this lacks is no matter, as
// actionlint looks at them.
func parseWorkflow(text string) (*workflow, error) {
	w := new(workflow)
	if err := yaml.Unmarshal([]byte(text), w); err != nil {
		return nil, err
	}
	if len(w.Jobs) == 0 {
		return nil, fmt.Errorf("%s: no jobs", w.Name)
	}
	return w, nil
}

// wants says whether an event makes the workflow run; changed are the paths of a push.
func (w *workflow) wants(event, branch string, changed []string) bool {
	trigger, ok := w.On[event]
	if !ok || len(trigger.Branches) > 0 && trigger.Branches[0] != branch {
		return false
	}
	if len(trigger.Paths) == 0 {
		return true
	}
	for _, path := range changed {
		if strings.HasPrefix(path, strings.TrimSuffix(trigger.Paths[0], "**")) {
			return true
		}
	}
	return false
}
