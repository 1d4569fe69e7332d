// Package kubernetes holds examples/pipelines/kubernetes to Kubernetes' own types. It is a
// module of its own, since alertplan needs none of what it needs: `make manifests`.
package kubernetes
