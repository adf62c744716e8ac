#!/usr/bin/env bash
# Sets up, updates, pauses and deletes the scheduled export on Google Cloud. See --help.
set -euo pipefail

# shellcheck source=scripts/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

usage() {
    cat <<'EOF_USAGE'
Usage: scripts/deploy_schedules.sh COMMAND --project PROJECT --region REGION [OPTION...]

The scheduled export on Google Cloud: Cloud Scheduler jobs, Pub/Sub topics, the Cloud Run service that runs
the export, their accounts and permissions. The schedules are those of publisher/documents.
docs/operations/deploy.md has what must be there before, and what each part is for.

COMMAND
  apply                     create what is missing, update what is there
  pause                     pause the jobs: nothing starts by itself
  resume                    let paused jobs run again
  delete                    delete all that apply made; bucket, datasets and enabled APIs stay

Options
  --project PROJECT         the project of the jobs, the runner and the marts
  --region REGION           of the jobs and the runner, like us-central1
  --to gs://BUCKET[/PATH]   where the documents go (apply, delete)
  --image IMAGE             the runner's image (apply)
  --source-project PROJECT  project of the source tables (default: --project)
  --dataset DATASET         dataset of the marts (default: trends)
  --location LOCATION       of the datasets (default: US)
  --env NAME=VALUE          one more setting of the runner; may be given several times
  --dry-run                 print the commands, as a shell script, and run none; needs no gcloud

Exit codes
  0 ok                      1 a command failed; run the same again once its cause is gone
  2 usage

Examples
  scripts/deploy_schedules.sh apply --project my-project --region us-central1 --to gs://my-bucket/feed \
    --image us-central1-docker.pkg.dev/my-project/trends/runner:1 --dry-run
  scripts/deploy_schedules.sh pause --project my-project --region us-central1
EOF_USAGE
}

usage_error() {
    fail 2 "$1 (scripts/deploy_schedules.sh --help)"
}

command="" project="" region="" to="" image="" source_project="" dataset=trends location=US dry_run=""
more_settings=()
while (($#)); do
    case "$1" in
        -h | --help)
            usage
            exit 0
            ;;
        --dry-run)
            dry_run=yes
            shift
            ;;
        --project | --region | --to | --image | --source-project | --dataset | --location | --env)
            [[ $# -ge 2 && -n "$2" ]] || usage_error "$1 needs a value"
            # The plan below quotes with ', and lists settings with |.
            [[ "$2" != *[\'\$\|$'\n']* ]] || usage_error "$1 may not hold a quote, \$ or |: $2"
            case "$1" in
                --project) project="$2" ;;
                --region) region="$2" ;;
                --to) to="$2" ;;
                --image) image="$2" ;;
                --source-project) source_project="$2" ;;
                --dataset) dataset="$2" ;;
                --location) location="$2" ;;
                --env)
                    [[ "$2" =~ ^[A-Z][A-Z0-9_]*= ]] || usage_error "--env $2 is not NAME=VALUE"
                    more_settings+=("$2")
                    ;;
            esac
            shift 2
            ;;
        -*) usage_error "unknown option $1" ;;
        *)
            [[ -z "$command" ]] || usage_error "one COMMAND is wanted, not '$command' and '$1'"
            command="$1"
            shift
            ;;
    esac
done

case "$command" in
    apply) required=(project region to image) ;;
    delete) required=(project region to) ;;
    pause | resume) required=(project region) ;;
    "") usage_error "COMMAND is missing" ;;
    *) usage_error "unknown COMMAND '$command'; the commands are apply, pause, resume, delete" ;;
esac
for option in "${required[@]}"; do
    [[ -n "${!option}" ]] || usage_error "$command needs --$option"
done
[[ "$project" =~ ^[a-z][a-z0-9-]+$ ]] || usage_error "--project '$project' is not a project ID"
source_project="${source_project:-$project}"
[[ "$source_project" =~ ^[a-z][a-z0-9-]+$ ]] || usage_error "--source-project '$source_project' is not a project ID"
[[ "$region" =~ ^[a-z]+-[a-z]+[0-9]+$ ]] || usage_error "--region '$region' is not a region like us-central1"
[[ -z "$to" || "$to" =~ ^gs://[a-z0-9][a-z0-9._-]+(/[A-Za-z0-9._/-]*)?$ ]] ||
    usage_error "--to '$to' is not like gs://my-bucket/feed"
[[ "$dataset" =~ ^[A-Za-z0-9_]+$ ]] || usage_error "--dataset '$dataset' is not a dataset"
bucket="${to#gs://}"
bucket="${bucket%%/*}"

service=trends-runner
dead_letters=trends-dead-letter
runner="trends-runner@$project.iam.gserviceaccount.com"
push="trends-push@$project.iam.gserviceaccount.com"

# A delivery fails at the first of these limits, in seconds; an export's own (scripts/cloud/runner.py) is shorter.
request_timeout=570
ack_deadline=600
# Ten attempts, a minute to ten apart, are about an hour; then the message is a dead letter.
max_delivery_attempts=10
min_retry_delay=60s
max_retry_delay=600s

# The commands are a shell script, the plan: --dry-run prints it, else it is run.

# words ARG...: a line of the plan. Of what is special to a shell only $NAME, a variable of the plan, stays so.
words() {
    local word line=""
    for word in "$@"; do
        [[ "$word" =~ ^[A-Za-z0-9_./:=@,+\$-]+$ ]] || word="'$word'"
        line+=" $word"
    done
    printf '%s\n' "${line# }"
}

g() {
    words gcloud "$@" "--project=$project" --quiet
}

sql() {
    words bq "--project_id=$project" "--location=$location" --quiet query --use_legacy_sql=false "$1"
}

# variable NAME COMMAND: sets a variable of the plan.
variable() {
    # shellcheck disable=SC2016  # The plan's
    printf '%s="$(%s)"\n' "$1" "$2"
}

# unless_there DESCRIBE CREATE, and if_there DESCRIBE COMMANDS [ELSE]
unless_there() {
    printf 'if ! there %s; then\n    %s\nfi\n' "$1" "$2"
}

if_there() {
    printf 'if there %s; then\n    %s\n' "$1" "${2//$'\n'/$'\n    '}"
    [[ -z "${3:-}" ]] || printf 'else\n    %s\n' "$3"
    printf 'fi\n'
}

account() {
    unless_there "$(g iam service-accounts describe "$1@$project.iam.gserviceaccount.com")" \
        "$(g iam service-accounts create "$1" "--display-name=$2")"
}

topic() {
    unless_there "$(g pubsub topics describe "$1")" "$(g pubsub topics create "$1")"
}

# subscription NAME TOPIC FLAG...
subscription() {
    local name="$1" topic="$2"
    shift 2
    if_there "$(g pubsub subscriptions describe "$name")" \
        "$(g pubsub subscriptions update "$name" "$@")" \
        "$(g pubsub subscriptions create "$name" "--topic=$topic" "$@")"
}

# job NAME FLAG...
job() {
    if_there "$(g scheduler jobs describe "$1" "--location=$region")" \
        "$(g scheduler jobs update pubsub "$@" "--location=$region")" \
        "$(g scheduler jobs create pubsub "$@" "--location=$region")"
}

# dataset_roles grant to, or revoke from: the statements for the runner's roles on the datasets.
dataset_roles() {
    local name
    for name in $sources; do
        # shellcheck disable=SC2016  # BigQuery's quotes
        printf '%s `roles/bigquery.dataViewer` on schema `%s`.%s %s "serviceAccount:%s"; ' \
            "$1" "$source_project" "$name" "$2" "$runner"
    done
    # shellcheck disable=SC2016
    printf '%s `roles/bigquery.dataEditor` on schema `%s`.%s %s "serviceAccount:%s"' \
        "$1" "$project" "$dataset" "$2" "$runner"
}

plan_apply() {
    local name cron zone message
    echo "# What it takes"
    g services enable bigquery.googleapis.com cloudscheduler.googleapis.com iam.googleapis.com \
        pubsub.googleapis.com run.googleapis.com storage.googleapis.com
    # shellcheck disable=SC2016  # The plan's variables
    local pubsub_agent='serviceAccount:service-$PROJECT_NUMBER@gcp-sa-pubsub.iam.gserviceaccount.com' url='$SERVICE_URL'

    echo "# The runner's account, and what it may do"
    account trends-runner "Trends: builds and publishes"
    g projects add-iam-policy-binding "$project" "--member=serviceAccount:$runner" \
        --role=roles/bigquery.jobUser --condition=None
    g storage buckets add-iam-policy-binding "gs://$bucket" "--member=serviceAccount:$runner" \
        --role=roles/storage.objectUser
    sql "$(dataset_roles grant to)"

    echo "# The runner: one export at a time"
    g run deploy "$service" "--region=$region" "--image=$image" "--service-account=$runner" \
        --no-allow-unauthenticated --ingress=internal --concurrency=1 --min-instances=0 --max-instances=1 \
        "--timeout=$request_timeout" --cpu=1 --memory=2Gi "--set-env-vars=^|^$(
            IFS='|'
            printf '%s' "${settings[*]}"
        )"
    variable SERVICE_URL "$(g run services describe "$service" "--region=$region" '--format=value(status.url)')"

    echo "# Who may call it: Pub/Sub, as trends-push"
    account trends-push "Trends: delivers messages to the runner"
    g run services add-iam-policy-binding "$service" "--region=$region" "--member=serviceAccount:$push" \
        --role=roles/run.invoker
    g iam service-accounts add-iam-policy-binding "$push" "--member=$pubsub_agent" \
        --role=roles/iam.serviceAccountTokenCreator

    echo "# Where a message ends that nobody could deliver"
    topic "$dead_letters"
    subscription "$dead_letters" "$dead_letters" --message-retention-duration=14d --expiration-period=never
    g pubsub topics add-iam-policy-binding "$dead_letters" "--member=$pubsub_agent" --role=roles/pubsub.publisher

    while IFS=$'\t' read -r name cron zone message; do
        echo "# $name"
        topic "$name"
        subscription "$name-runner" "$name" "--push-endpoint=$url" "--push-auth-service-account=$push" \
            "--ack-deadline=$ack_deadline" --message-retention-duration=1d --expiration-period=never \
            "--min-retry-delay=$min_retry_delay" "--max-retry-delay=$max_retry_delay" \
            "--dead-letter-topic=$dead_letters" "--max-delivery-attempts=$max_delivery_attempts"
        g pubsub subscriptions add-iam-policy-binding "$name-runner" "--member=$pubsub_agent" \
            --role=roles/pubsub.subscriber
        job "$name" "--schedule=$cron" "--time-zone=$zone" "--topic=$name" "--message-body=$message" \
            --max-retry-attempts=5
    done <<<"$schedules"
}

# plan_switch COMMAND STATE: pauses or resumes each job that is in STATE; Cloud Scheduler refuses any other.
plan_switch() {
    local name
    while IFS=$'\t' read -r name _; do
        variable STATE "$(g scheduler jobs describe "$name" "--location=$region" '--format=value(state)')"
        # shellcheck disable=SC2016  # The plan's variable
        printf 'if [ "$STATE" = %s ]; then\n    %s\nfi\n' "$2" "$(g scheduler jobs "$1" "$name" "--location=$region")"
    done <<<"$schedules"
}

plan_delete() {
    local name
    while IFS=$'\t' read -r name _; do
        echo "# $name"
        if_there "$(g scheduler jobs describe "$name" "--location=$region")" \
            "$(g scheduler jobs delete "$name" "--location=$region")"
        if_there "$(g pubsub subscriptions describe "$name-runner")" "$(g pubsub subscriptions delete "$name-runner")"
        if_there "$(g pubsub topics describe "$name")" "$(g pubsub topics delete "$name")"
    done <<<"$schedules"

    echo "# Dead letters"
    if_there "$(g pubsub subscriptions describe "$dead_letters")" "$(g pubsub subscriptions delete "$dead_letters")"
    if_there "$(g pubsub topics describe "$dead_letters")" "$(g pubsub topics delete "$dead_letters")"

    echo "# The runner"
    if_there "$(g run services describe "$service" "--region=$region")" \
        "$(g run services delete "$service" "--region=$region")"

    echo "# The accounts; a role may be gone already from a delete that was cut short"
    if_there "$(g iam service-accounts describe "$runner")" "$(
        printf '%s || true\n' \
            "$(g projects remove-iam-policy-binding "$project" "--member=serviceAccount:$runner" \
                --role=roles/bigquery.jobUser --condition=None)" \
            "$(g storage buckets remove-iam-policy-binding "gs://$bucket" "--member=serviceAccount:$runner" \
                --role=roles/storage.objectUser)" \
            "$(sql "$(dataset_roles revoke from)")"
        g iam service-accounts delete "$runner"
    )"
    if_there "$(g iam service-accounts describe "$push")" "$(g iam service-accounts delete "$push")"
}

python="$(find_python)" || fail 1 "Python 3.11 or newer is needed and was not found on PATH"
# Topic, cron expression, time zone and message of each, between tabs.
schedules="$(
    PYTHONPATH="$ROOT" "$python" -c '
from publisher.clock import NEW_YORK
from publisher.documents import SCHEDULES
for schedule in SCHEDULES:
    print(schedule.topic, schedule.cadence.cron, NEW_YORK.key, schedule.message, sep="\t")'
)" || fail 1 "the schedules could not be read from publisher/documents"
sources="$(sed -n 's/^  nba_[a-z]*_dataset: *\([A-Za-z0-9_]*\).*/\1/p' "$ROOT/dbt_trends/dbt_project.yml")"
settings=("TRENDS_DESTINATION=$to" TRENDS_TARGET=bigquery "TRENDS_BIGQUERY_PROJECT=$project"
    "TRENDS_BIGQUERY_DATASET=$dataset" "TRENDS_BIGQUERY_LOCATION=$location"
    "TRENDS_BIGQUERY_SOURCE_PROJECT=$source_project" ${more_settings[@]+"${more_settings[@]}"})

plan="$(
    cat <<'EOF_PLAN'
set -euo pipefail
# there DESCRIBE...: whether a thing exists; anything else than that it does not stops all.
there() {
    local answer
    if answer="$("$@" 2>&1)"; then return 0; fi
    case "$answer" in
        *NOT_FOUND* | *"Cannot find"*) return 1 ;;
    esac
    printf '%s\nfailed: %s\n' "$answer" "$*" >&2
    exit 1
}
# The project, first: an account that may not see it would find nothing in it.
EOF_PLAN
    variable PROJECT_NUMBER "$(g projects describe "$project" '--format=value(projectNumber)')"
    case "$command" in
        apply) plan_apply ;;
        pause) plan_switch pause ENABLED ;;
        resume) plan_switch resume PAUSED ;;
        delete) plan_delete ;;
    esac
)"

if [[ -n "$dry_run" ]]; then
    printf '%s\n' "$plan"
    exit
fi
for tool in gcloud bq; do
    command -v "$tool" >/dev/null || fail 1 "$tool is not on PATH: install the Google Cloud SDK, or look at --dry-run"
done
# shellcheck disable=SC2016  # Of the shell that runs the plan
bash -c 'trap '\''printf "failed: %s\n" "$BASH_COMMAND" >&2'\'' ERR
'"$plan" </dev/null || fail 1 "$command stopped there; what was done before stands. Run it again once the cause is gone"
log "$command: done"
