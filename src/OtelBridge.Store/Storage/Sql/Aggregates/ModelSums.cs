using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Sums of spans by the id of their model, which is given its name at the end.</summary>
internal sealed class ModelSums
{
    private const string ModelsSql = "SELECT facet_id, value FROM facets WHERE ";

    private readonly Dictionary<long, Sums> _byId = []; // bounded by the models that there are

    public Sums this[long id]
    {
        get
        {
            if (!_byId.TryGetValue(id, out var sums))
            {
                _byId[id] = sums = new Sums();
            }

            return sums;
        }
    }

    public void AddTo(GroupSums groups, SqlSession session)
    {
        foreach (var (id, model) in session.Query(
            ModelsSql + session.Dialect.IsIn("facet_id", "@ids"), static row => (row.GetInt64(0), row.GetString(1)), ("@ids", session.Dialect.List(_byId.Keys))))
        {
            groups[model].Add(_byId[id]);
        }
    }
}
