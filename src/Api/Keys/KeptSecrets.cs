using System.Text;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Keys;

/// <summary>
/// On the host, what signs sessions and forms is beside the ledger, or in it where several nodes have it, so that a restart ends none and any
/// node takes them; and is no other ledger's. An app has its own.
/// </summary>
internal sealed class KeptSecrets(IOptions<JobQueueOptions> options, Ledger ledger, ILoggerFactory loggers)
    : IConfigureOptions<KeyManagementOptions>, IConfigureOptions<DataProtectionOptions>
{
    private const string FolderSuffix = ".sessions";

    public void Configure(KeyManagementOptions keys)
    {
        if (options.Value.IsHost)
            keys.XmlRepository = ledger.File is { } file
                ? new FileSystemXmlRepository(PrivateFile.MakeFolder(file + FolderSuffix), loggers)
                : new LedgerSecrets(ledger);
    }

    public void Configure(DataProtectionOptions protection)
    {
        if (options.Value.IsHost)
            protection.ApplicationDiscriminator = ledger.File ?? Encoding.UTF8.GetString(ledger.Secret);
    }
}
