using OtelBridge.Store.Access;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Identities of people, in a SQL database.</summary>
internal sealed class SqlIdentityCatalog(ISqlDatabase database, TimeProvider time) : IIdentityCatalog
{
    private const string FindSql = $"SELECT {SqlAccessCatalog.PersonColumns} FROM people JOIN identities USING (person_id) WHERE issuer = @issuer AND subject = @subject";

    private const string OthersSql = "SELECT count(*) FROM identities WHERE person_id = @person AND NOT (issuer = @issuer AND subject = @subject)";

    private const string AddSql = """
        INSERT INTO identities (issuer, subject, person_id) VALUES (@issuer, @subject, @person) ON CONFLICT (issuer, subject) DO NOTHING
        """;

    public Task<(Person? Person, bool IsFirst)> EnterAsync(string issuer, string subject, string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync<(Person? Person, bool IsFirst)>(
            session =>
            {
                if (Find(session) is { } known)
                {
                    return (known, false);
                }

                // In this order two servers that see somebody for the first time at once agree.
                SqlAccessCatalog.Add(session, name, string.Empty, isAdmin: false, now);
                var person = SqlAccessCatalog.Find(session, name);
                if (person is not { Password.Length: 0 } || session.Number(OthersSql, ("@person", person.Id), ("@issuer", issuer), ("@subject", subject)) > 0)
                {
                    return (null, false);
                }

                var isFirst = session.Execute(AddSql, ("@issuer", issuer), ("@subject", subject), ("@person", person.Id)) > 0;
                return (Find(session), isFirst);
            },
            name.Length + subject.Length,
            cancellationToken);

        Person? Find(SqlSession session) => session.Query(FindSql, SqlAccessCatalog.ReadPerson, ("@issuer", issuer), ("@subject", subject)).FirstOrDefault();
    }
}
