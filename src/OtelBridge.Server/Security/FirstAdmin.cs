using System.Buffers.Text;
using System.Security.Cryptography;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Configuration;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Security;

/// <summary>Makes the person who makes the others, where there is nobody yet.</summary>
internal static class FirstAdmin
{
    public const string Name = "admin";

    private const int PasswordBytes = 18;

    public static async Task EnsureAsync(IAccessStore store, AccessOptions options, CancellationToken cancellationToken)
    {
        if ((await store.Access.ListPeopleAsync(1, cancellationToken)).Count > 0)
        {
            return;
        }

        var password = options.AdminPassword ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PasswordBytes));
        if (await store.Access.AddPersonAsync(Name, PasswordHash.Of(password), isAdmin: true, cancellationToken) is null)
        {
            return; // another server was first
        }

        var entry = new AuditEntry(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), AuditLog.Server, AuditAction.Grant)
        {
            Wire = AuditLog.Server,
            Request = "first start",
            About = $"user:{Name} admin:true",
        };
        await store.Audit.AppendAsync([entry], cancellationToken);
        if (options.AdminPassword is null)
        {
            options.AdminPasswordMade?.Invoke(password);
        }
    }
}
