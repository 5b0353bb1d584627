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

CREATE TABLE asset (code TEXT PRIMARY KEY, product TEXT NOT NULL REFERENCES product, bin TEXT NOT NULL,
    calibrated TEXT NOT NULL, value TEXT NOT NULL, place_kind TEXT NOT NULL, place TEXT NOT NULL,
    since INTEGER NOT NULL, due INTEGER NOT NULL, uses INTEGER NOT NULL, missing INTEGER NOT NULL,
    unconfirmed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX asset_by_product ON asset (product, place_kind);
CREATE INDEX asset_by_place ON asset (place_kind, place);
CREATE INDEX asset_by_bin ON asset (bin);
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
    lot TEXT NOT NULL, job TEXT NOT NULL, station TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (worker, product, at, lot, job, station)) STRICT, WITHOUT ROWID;
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

CREATE TABLE worker (id TEXT PRIMARY KEY, role TEXT NOT NULL, active INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE training (worker TEXT NOT NULL REFERENCES worker, course TEXT NOT NULL, until TEXT NOT NULL,
    PRIMARY KEY (worker, course)) STRICT, WITHOUT ROWID;
CREATE INDEX training_by_course ON training (course);
CREATE TABLE badge (digest TEXT PRIMARY KEY, worker TEXT NOT NULL REFERENCES worker) STRICT, WITHOUT ROWID;
CREATE TABLE receipt (product TEXT NOT NULL REFERENCES product, bin TEXT NOT NULL, receipt TEXT NOT NULL,
    quantity INTEGER NOT NULL, PRIMARY KEY (product, bin, receipt)) STRICT, WITHOUT ROWID;
CREATE TABLE unknown_code (code TEXT PRIMARY KEY, times INTEGER NOT NULL, last_at INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE undone (epoch TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (epoch, seq))
    STRICT, WITHOUT ROWID;
CREATE TABLE policy (setting TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
