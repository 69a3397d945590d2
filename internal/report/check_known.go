package report

import "sync"

// mostKnown bounds the sentences that are remembered.
const mostKnown = 1 << 12

// Known remembers sentences that no rule of compliance refuses, figures aside.
// Code's own come again with every report, and looking at one is dear. It is
// safe for concurrent use; a nil one remembers nothing.
type Known struct {
	mu    sync.RWMutex
	clean map[string]bool
}

// NewKnown remembers nothing yet.
func NewKnown() *Known { return &Known{clean: map[string]bool{}} }

func (k *Known) has(sentence string) bool {
	if k == nil {
		return false
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.clean[sentence]
}

func (k *Known) add(sentence string) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.clean) < mostKnown {
		k.clean[sentence] = true
	}
}
