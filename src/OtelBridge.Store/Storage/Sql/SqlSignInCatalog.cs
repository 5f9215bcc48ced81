using System.Data.Common;
using OtelBridge.Store.Access;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Browsers in which people have signed in, in a SQL database.</summary>
internal sealed class SqlSignInCatalog(ISqlDatabase database) : ISignInCatalog
{
    /// <summary>Ends all of the person with a name: what a change of a password does as well, in the same transaction.</summary>
    public const string EndOfNameSql = "DELETE FROM sign_ins WHERE person_id IN (SELECT person_id FROM people WHERE name = @name)";

    private const long MostOfPerson = 50; // somebody who signs in without end must not fill the store

    private const string AddSql = """
        INSERT INTO sign_ins (hash, person_id, created_ms, expires_ms)
        SELECT @hash, person_id, @now, @expires FROM people WHERE person_id = @person AND password = @password
        """;

    private const string FindSql =
        "SELECT sign_ins.hash, sign_ins.person_id, people.name, sign_ins.created_ms, sign_ins.expires_ms FROM sign_ins JOIN people ON people.person_id = sign_ins.person_id WHERE sign_ins.hash = @hash";

    private const string SweepSql = "DELETE FROM sign_ins WHERE expires_ms <= @now";

    private const string BoundSql =
        "DELETE FROM sign_ins WHERE person_id = @person AND hash NOT IN (SELECT hash FROM sign_ins WHERE person_id = @person ORDER BY expires_ms DESC, hash LIMIT @most)";

    private const string ExtendSql = "UPDATE sign_ins SET expires_ms = @expires WHERE hash = @hash AND expires_ms < @expires";
    private const string EndSql = "DELETE FROM sign_ins WHERE hash = @hash";
    private const string EndAllSql = "DELETE FROM sign_ins WHERE person_id = @person";

    public Task<bool> AddAsync(string hash, Person person, long nowMs, long expiresMs, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Execute(SweepSql, ("@now", nowMs));
            session.Execute(BoundSql, ("@person", person.Id), ("@most", MostOfPerson - 1));
            return session.Execute(AddSql, ("@hash", hash), ("@person", person.Id), ("@password", person.Password), ("@now", nowMs), ("@expires", expiresMs)) > 0;
        },
        hash.Length,
        cancellationToken);

    public Task<SignIn?> FindAsync(string hash, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.Query(FindSql, Read, ("@hash", hash)).FirstOrDefault(), cancellationToken);

    public Task ExtendAsync(string hash, long expiresMs, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.Execute(ExtendSql, ("@hash", hash), ("@expires", expiresMs)), 0, cancellationToken);

    public Task EndAsync(string hash, CancellationToken cancellationToken) => database.WriteAsync(session => session.Execute(EndSql, ("@hash", hash)), 0, cancellationToken);

    public Task EndAllAsync(long personId, CancellationToken cancellationToken) => database.WriteAsync(session => session.Execute(EndAllSql, ("@person", personId)), 0, cancellationToken);

    private static SignIn Read(DbDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4));
}
