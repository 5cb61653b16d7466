// Package cache keeps values for a while.
package cache

import (
	"errors"
	"sync"
	"time"
)

// ErrMissing is returned for keys that are not there.
var ErrMissing = errors.New("cache: missing")

const defaultTTL = 5 * time.Minute

// Clock tells the time.
type Clock interface {
	Now() time.Time
}

type entry struct {
	value   string
	expires time.Time
}

// Cache is safe for concurrent use.
type Cache struct {
	mu      sync.Mutex
	entries map[string]entry
	clock   Clock
	ttl     time.Duration
}

// New makes an empty cache.
func New(clock Clock, ttl time.Duration) *Cache {
	if ttl <= 0 {
		ttl = defaultTTL
	}
	return &Cache{entries: map[string]entry{}, clock: clock, ttl: ttl}
}

// Get finds a value that has not expired.
func (c *Cache) Get(key string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()

	found, ok := c.entries[key]
	if !ok {
		return "", ErrMissing
	}
	if c.clock.Now().After(found.expires) {
		delete(c.entries, key)
		return "", ErrMissing
	}
	return found.value, nil
}

// Put stores a value.
func (c *Cache) Put(key, value string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[key] = entry{value: value, expires: c.clock.Now().Add(c.ttl)}
}

// Sweep drops what has expired and says how many.
func (c *Cache) Sweep() int {
	c.mu.Lock()
	defer c.mu.Unlock()

	dropped := 0
	now := c.clock.Now()
	for key, found := range c.entries {
		if now.After(found.expires) {
			delete(c.entries, key)
			dropped++
		}
	}
	return dropped
}
