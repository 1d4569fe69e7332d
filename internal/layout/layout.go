// Package layout holds no code: its tests hold the project to its shape.
package layout
