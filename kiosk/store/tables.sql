-- Derived tables: what the journal adds up to. They have no other input; another text here has them rebuilt
-- from the journal at the next start. `value` is what the rules read whole, as canonical JSON.
-- Times are microseconds since 1970 UTC, 0 for none; days ISO 8601, empty for none.
CREATE TABLE category (code TEXT PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE product (code TEXT PRIMARY KEY, category TEXT NOT NULL REFERENCES category, value TEXT NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE INDEX product_by_category ON product (category);
CREATE TABLE area (code TEXT PRIMARY KEY, level TEXT NOT NULL, within TEXT NOT NULL, locked INTEGER NOT NULL,
    value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE bin (code TEXT PRIMARY KEY, cabinet TEXT NOT NULL, shelf TEXT NOT NULL, value TEXT NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE INDEX bin_by_cabinet ON bin (cabinet);
CREATE TABLE job (code TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE station (code TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE kit (code TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE code (code TEXT PRIMARY KEY, kind TEXT NOT NULL, target TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX code_by_target ON code (kind, target);
CREATE TABLE alike (code TEXT NOT NULL, what TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (code, what))
    STRICT, WITHOUT ROWID;
CREATE INDEX alike_by_key ON alike (what, key);

CREATE TABLE asset (code TEXT PRIMARY KEY, product TEXT NOT NULL REFERENCES product, bin TEXT NOT NULL,
    calibrated TEXT NOT NULL, value TEXT NOT NULL, place_kind TEXT NOT NULL, place TEXT NOT NULL,
    since INTEGER NOT NULL, due INTEGER NOT NULL, uses INTEGER NOT NULL, missing INTEGER NOT NULL,
    unconfirmed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX asset_by_product ON asset (product, place_kind);
CREATE INDEX asset_by_place ON asset (place_kind, place);
CREATE INDEX asset_by_bin ON asset (bin);
CREATE INDEX asset_by_due ON asset (due) WHERE due > 0;
CREATE TABLE service (asset TEXT NOT NULL REFERENCES asset, rule TEXT NOT NULL, day TEXT NOT NULL,
    uses INTEGER NOT NULL, PRIMARY KEY (asset, rule)) STRICT, WITHOUT ROWID;
CREATE TABLE balance (product TEXT NOT NULL REFERENCES product, place_kind TEXT NOT NULL, place TEXT NOT NULL,
    lot TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity <> 0),
    PRIMARY KEY (product, place_kind, place, lot),
    CHECK (quantity > 0 OR place_kind IN ('supplier', 'variance', 'transit'))) STRICT, WITHOUT ROWID;
CREATE INDEX balance_by_place ON balance (place_kind, place);
CREATE TABLE lot (product TEXT NOT NULL REFERENCES product, lot TEXT NOT NULL, received TEXT NOT NULL,
    expires TEXT NOT NULL, PRIMARY KEY (product, lot)) STRICT, WITHOUT ROWID;
CREATE INDEX lot_by_lot ON lot (lot);
CREATE TABLE drawn (worker TEXT NOT NULL, product TEXT NOT NULL REFERENCES product, at INTEGER NOT NULL,
    seq INTEGER NOT NULL, lot TEXT NOT NULL, job TEXT NOT NULL, station TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0), PRIMARY KEY (worker, product, at, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE loan (product TEXT NOT NULL REFERENCES product, place_kind TEXT NOT NULL, place TEXT NOT NULL,
    due INTEGER NOT NULL, job TEXT NOT NULL, since INTEGER NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0), PRIMARY KEY (product, place_kind, place, due, job))
    STRICT, WITHOUT ROWID;
CREATE INDEX loan_by_place ON loan (place_kind, place);
CREATE TABLE hold (code TEXT PRIMARY KEY, product TEXT NOT NULL REFERENCES product, asset TEXT NOT NULL,
    worker TEXT NOT NULL, job TEXT NOT NULL, start_at INTEGER NOT NULL, until_at INTEGER NOT NULL,
    quantity INTEGER NOT NULL, picked INTEGER NOT NULL CHECK (picked BETWEEN 0 AND quantity))
    STRICT, WITHOUT ROWID;
CREATE INDEX hold_by_product ON hold (product, until_at);
CREATE INDEX hold_by_worker ON hold (worker, until_at);

CREATE TABLE worker (id TEXT PRIMARY KEY, role TEXT NOT NULL, active INTEGER NOT NULL,
    language TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE training (worker TEXT NOT NULL REFERENCES worker, course TEXT NOT NULL, until TEXT NOT NULL,
    PRIMARY KEY (worker, course)) STRICT, WITHOUT ROWID;
CREATE INDEX training_by_course ON training (course);
CREATE TABLE badge (digest TEXT PRIMARY KEY, worker TEXT NOT NULL REFERENCES worker) STRICT, WITHOUT ROWID;
CREATE INDEX badge_by_worker ON badge (worker);
CREATE TABLE pin_tries (who TEXT PRIMARY KEY, count INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE no_badge (worker TEXT NOT NULL, at INTEGER NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
    via TEXT NOT NULL, PRIMARY KEY (worker, at, epoch, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE receipt (product TEXT NOT NULL REFERENCES product, bin TEXT NOT NULL, receipt TEXT NOT NULL,
    quantity INTEGER NOT NULL, PRIMARY KEY (product, bin, receipt)) STRICT, WITHOUT ROWID;
CREATE TABLE unknown_code (code TEXT PRIMARY KEY, times INTEGER NOT NULL, last_at INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE undone (epoch TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (epoch, seq))
    STRICT, WITHOUT ROWID;
CREATE TABLE policy (setting TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE used (product TEXT NOT NULL, day INTEGER NOT NULL, consumed INTEGER NOT NULL, lent INTEGER NOT NULL,
    worn INTEGER NOT NULL, PRIMARY KEY (product, day)) STRICT, WITHOUT ROWID;
CREATE TABLE stirred (product TEXT PRIMARY KEY, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE low_alert (product TEXT PRIMARY KEY, at INTEGER NOT NULL, available INTEGER NOT NULL,
    threshold INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE on_order (product TEXT NOT NULL, code TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0),
    expected TEXT NOT NULL, supplier TEXT NOT NULL, placed_at INTEGER NOT NULL, PRIMARY KEY (product, code))
    STRICT, WITHOUT ROWID;
CREATE TABLE filled (epoch TEXT NOT NULL, seq INTEGER NOT NULL, code TEXT NOT NULL, product TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0), expected TEXT NOT NULL, supplier TEXT NOT NULL,
    placed_at INTEGER NOT NULL, PRIMARY KEY (epoch, seq, code)) STRICT, WITHOUT ROWID;
CREATE TABLE unit_cost (product TEXT NOT NULL, lot TEXT NOT NULL, cost_cents INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (product, lot)) STRICT, WITHOUT ROWID;
CREATE TABLE spoilt (product TEXT NOT NULL, lot TEXT NOT NULL, day INTEGER NOT NULL, quantity INTEGER NOT NULL,
    value_cents INTEGER NOT NULL, PRIMARY KEY (product, lot, day)) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (code TEXT PRIMARY KEY, supplier TEXT NOT NULL, at INTEGER NOT NULL,
    closed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE delivery_line (delivery TEXT NOT NULL REFERENCES delivery, product TEXT NOT NULL REFERENCES product,
    lot TEXT NOT NULL, asset TEXT NOT NULL, expected INTEGER NOT NULL, received INTEGER NOT NULL,
    expires TEXT NOT NULL, cost_cents INTEGER NOT NULL, PRIMARY KEY (delivery, product, lot, asset))
    STRICT, WITHOUT ROWID;
CREATE INDEX delivery_line_by_lot ON delivery_line (lot);
CREATE TABLE came (asset TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX came_by_at ON came (at);

CREATE TABLE count_sheet (code TEXT PRIMARY KEY, place TEXT NOT NULL, opened INTEGER NOT NULL,
    opened_by TEXT NOT NULL, signed_by TEXT NOT NULL, closed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX count_sheet_by_place ON count_sheet (place);
CREATE INDEX count_sheet_by_closed ON count_sheet (closed);
CREATE TABLE count_asset (count TEXT NOT NULL, asset TEXT NOT NULL, bin TEXT NOT NULL, expected INTEGER NOT NULL,
    finding TEXT NOT NULL, seen TEXT NOT NULL, fixed INTEGER NOT NULL, PRIMARY KEY (count, asset))
    STRICT, WITHOUT ROWID;
CREATE INDEX count_asset_by_asset ON count_asset (asset);
CREATE TABLE count_stock (count TEXT NOT NULL, bin TEXT NOT NULL, product TEXT NOT NULL, lot TEXT NOT NULL,
    quantity INTEGER NOT NULL, expected INTEGER NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (count, bin, product, lot)) STRICT, WITHOUT ROWID;
CREATE TABLE count_code (count TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (count, code)) STRICT, WITHOUT ROWID;
CREATE TABLE astray (asset TEXT PRIMARY KEY, seen TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counted (bin TEXT PRIMARY KEY, count TEXT NOT NULL, at INTEGER NOT NULL, lines INTEGER NOT NULL,
    right INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE transfer (way TEXT NOT NULL, site TEXT NOT NULL, code TEXT NOT NULL, product TEXT NOT NULL,
    asset TEXT NOT NULL, lot TEXT NOT NULL, told INTEGER NOT NULL, came INTEGER NOT NULL, lost INTEGER NOT NULL,
    found INTEGER NOT NULL, what TEXT NOT NULL, PRIMARY KEY (way, site, code, product, asset, lot))
    STRICT, WITHOUT ROWID;
CREATE INDEX transfer_by_code ON transfer (code);

CREATE TABLE reading (worker TEXT NOT NULL REFERENCES worker, category TEXT NOT NULL, step TEXT NOT NULL,
    version INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (worker, category, step)) STRICT, WITHOUT ROWID;
CREATE TABLE note (asset TEXT PRIMARY KEY, text TEXT NOT NULL, worker TEXT NOT NULL, at INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE handover (epoch TEXT NOT NULL, seq INTEGER NOT NULL, worker TEXT NOT NULL, asset TEXT NOT NULL,
    taker TEXT NOT NULL, at INTEGER NOT NULL, told INTEGER NOT NULL, PRIMARY KEY (epoch, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX handover_by_worker ON handover (worker, told);
CREATE TABLE denied (asset TEXT PRIMARY KEY, worker TEXT NOT NULL, taker TEXT NOT NULL, at INTEGER NOT NULL,
    epoch TEXT NOT NULL, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE worked (asset TEXT PRIMARY KEY, seconds INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE explained (act TEXT PRIMARY KEY, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE shift (only INTEGER PRIMARY KEY CHECK (only = 1), told INTEGER NOT NULL, closed INTEGER NOT NULL)
    STRICT;

CREATE TABLE door_note (at INTEGER NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, cabinet TEXT NOT NULL,
    what TEXT NOT NULL, worker TEXT NOT NULL, PRIMARY KEY (at, epoch, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE open_door (cabinet TEXT PRIMARY KEY, worker TEXT NOT NULL, forced INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;

CREATE TABLE mention (code TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (code, epoch, seq)) STRICT, WITHOUT ROWID;

CREATE TABLE word (field INTEGER NOT NULL, word TEXT NOT NULL, target TEXT NOT NULL,
    PRIMARY KEY (field, word, target)) STRICT, WITHOUT ROWID;
CREATE INDEX word_by_target ON word (target, word);
