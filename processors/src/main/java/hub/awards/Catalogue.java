package hub.awards;

import hub.awards.CataloguePage.Pagination;
import hub.awards.CatalogueResult.Deleted;
import hub.awards.CatalogueResult.StickerExists;
import hub.awards.CatalogueResult.StillAssigned;
import hub.awards.CatalogueResult.UnknownSticker;
import hub.events.Appends;
import hub.events.EventLog;
import hub.events.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which stickers there are. Each change commits with its event; the catalogue events have the sticker id as subject. */
public final class Catalogue {

    private static final String ADDED = "stickers.stickerAdded.v1";
    private static final String UPDATED = "stickers.stickerUpdated.v1";
    private static final String DELETED = "stickers.stickerDeleted.v1";
    private final Transactions transactions;
    private final EventLog events;

    public Catalogue(Transactions transactions, EventLog events) {
        this.transactions = transactions;
        this.events = events;
    }

    /** One page, ordered by sticker id. */
    public CataloguePage page(PageCatalogue wish) {
        return transactions.inTransaction(() -> {
            var total = sql("select count(*) from awards.sticker").query(Long.class).single();
            var stickers = sql("select sticker_id, name, description from awards.sticker order by sticker_id limit ? offset ?")
                    .params(wish.size(), (long) wish.page() * wish.size()).query(Catalogue::sticker).list();
            return new CataloguePage(stickers, new Pagination(wish.page(), wish.size(), total));
        });
    }

    /** One sticker. */
    public CatalogueResult read(OneSticker wish) {
        return transactions.inTransaction(() -> find(wish.stickerId(), "").<CatalogueResult>map(found -> found).orElseGet(UnknownSticker::new));
    }

    /** Adds a sticker; its id is made where none is given. */
    @Appends(ADDED)
    public CatalogueResult add(Sticker wish) {
        var sticker = wish.stickerId() != null ? wish : new Sticker(UUID.randomUUID().toString(), wish.stickerName(), wish.stickerDescription());
        return transactions.inTransaction(() -> {
            if (!insert(sticker)) {
                return new StickerExists();
            }
            events.append(ADDED, sticker.stickerId(), sticker);
            return sticker;
        });
    }

    /** Changes name or description. */
    @Appends(UPDATED)
    public CatalogueResult change(ChangeSticker wish) {
        return transactions.inTransaction(() -> {
            var changed = sql("""
                    update awards.sticker set name = coalesce(?, name), description = case when ? then ? else description end, updated_at = now()
                     where sticker_id = ? returning sticker_id, name, description""")
                    .params(wish.stickerName(), wish.changesDescription(), wish.description(), wish.stickerId()).query(Catalogue::sticker).optional();
            if (changed.isEmpty()) {
                return new UnknownSticker();
            }
            events.append(UPDATED, wish.stickerId(), changed.get());
            return changed.get();
        });
    }

    /** Deletes a sticker that nobody has. The lock on its row lets no assignment slip in between. */
    @Appends(DELETED)
    public CatalogueResult delete(OneSticker wish) {
        return transactions.inTransaction(() -> {
            if (find(wish.stickerId(), "for update").isEmpty()) {
                return new UnknownSticker();
            }
            var assigned = sql("select exists (select from awards.assignment where sticker_id = ? and removed_at is null)")
                    .param(wish.stickerId()).query(Boolean.class).single();
            if (assigned) {
                return new StillAssigned();
            }
            sql("delete from awards.sticker where sticker_id = ?").param(wish.stickerId()).update();
            events.append(DELETED, wish.stickerId(), new OneSticker(wish.stickerId()));
            return new Deleted();
        });
    }

    /** Fills an empty catalogue, each sticker with its event; how many were added. One hub of many does it. */
    public int fillWhenEmpty(List<Sticker> first) {
        return transactions.inTransaction(() -> {
            sql("lock table awards.sticker in share row exclusive mode").update();
            if (sql("select exists (select from awards.sticker)").query(Boolean.class).single()) {
                return 0;
            }
            first.forEach(this::add);
            return first.size();
        });
    }

    private boolean insert(Sticker sticker) {
        return sql("insert into awards.sticker (sticker_id, name, description) values (?, ?, ?) on conflict (sticker_id) do nothing")
                .params(sticker.stickerId(), sticker.stickerName(), sticker.stickerDescription()).update() == 1;
    }

    private Optional<Sticker> find(String stickerId, String lock) {
        return sql("select sticker_id, name, description from awards.sticker where sticker_id = ? " + lock)
                .param(stickerId).query(Catalogue::sticker).optional();
    }

    private JdbcClient.StatementSpec sql(String text) {
        return transactions.sql().sql(text);
    }

    private static Sticker sticker(ResultSet row, int number) throws SQLException {
        return new Sticker(row.getString(1), row.getString(2), row.getString(3));
    }
}
