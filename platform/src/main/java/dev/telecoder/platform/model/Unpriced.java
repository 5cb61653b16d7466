package dev.telecoder.platform.model;

import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The models without a price that somebody agreed to use. Safe for many threads. */
public final class Unpriced {

    private final Database database;
    private final Ledger ledger;
    private final Clock clock;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * Makes the registry.
     *
     * @param database where it is kept
     * @param ledger tells whether there are limits at all
     * @param clock tells the time
     */
    public Unpriced(Database database, Ledger ledger, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Tells whether a model may be used though nobody knows its price.
     *
     * @param model the model
     * @return whether somebody agreed, or nothing is limited
     */
    public boolean agreed(ModelRouter.Selected model) {
        if (!ledger.limits().any() || known.contains(model.name())) {
            return true;
        }
        boolean found = database.query(h -> h.createQuery("SELECT count(*) FROM unpriced WHERE provider = :provider AND"
                + " model = :model").bind("provider", model.provider()).bind("model", model.model())
                .mapTo(Integer.class).one()) > 0;
        if (found) {
            known.add(model.name());
        }
        return found;
    }

    /**
     * Notes that somebody agreed.
     *
     * @param model the model
     * @param person who
     */
    public void agree(ModelRouter.Selected model, String person) {
        database.write(h -> h
                .createUpdate("INSERT INTO unpriced (provider, model, agreed_by, agreed_at) VALUES (:provider,"
                        + " :model, :person, :at) ON CONFLICT DO NOTHING")
                .bind("provider", model.provider())
                .bind("model", model.model()).bind("person", person).bind("at", Times.text(clock.instant())).execute());
        known.add(model.name());
    }
}
